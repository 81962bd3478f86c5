/** Which tags a registry is likely to have: versions within a plausible range, and the usual words. */

/** Words that people use to name a tag which is meant to be missing. */
const MISSING = /does-?not-?exist|doesnotexist|non-?exist|no-?such|not-?exist|missing|invalid|wrong|typo|broken|bad|nope|fake/

const NUMBER = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-.+_].*)?$/

export const looksReleased = (tag: string): boolean => !MISSING.test(tag.toLowerCase())

/** Official images: a version of at most `newest` (compared by its first two numbers) or one of the words. */
export function officialTags(newest: string, words: readonly string[] = []): (tag: string) => boolean {
  const [newestMajor = 0, newestMinor = 99] = newest.split('.').map(Number)
  return (tag) => {
    const version = NUMBER.exec(tag)
    if (version === null) return [...WORDS, ...words].some((word) => tag === word || tag.startsWith(`${word}-`))
    if (MISSING.test(tag)) return false
    const major = Number(version[1])
    const minor = Number(version[2] ?? 0)
    return major < newestMajor || (major === newestMajor && minor <= newestMinor)
  }
}

const WORDS = ['latest', 'stable', 'mainline', 'alpine', 'slim', 'bookworm', 'bullseye', 'trixie', 'perl', 'lts']
