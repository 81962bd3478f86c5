/** The build that the server says it is. */
export const VERSION = {
  major: '1', minor: '36', emulationMajor: '1', emulationMinor: '36', minCompatibilityMajor: '1', minCompatibilityMinor: '35',
  gitVersion: 'v1.36.2', gitCommit: '5b2cf1b3a8b6ee5a3c47c3e9a0f4a1c0d9c6b0e7', gitTreeState: 'clean', buildDate: '2026-06-10T12:00:00Z',
  goVersion: 'go1.26.0', compiler: 'gc', platform: 'linux/amd64',
}
