/** Images that hold an operating system and no service: their command runs in the shell, or they end at once. */
import type { Image } from './image.ts'
import { officialTags } from './tags.ts'

/** A shell without a terminal reads the end of its input and leaves with status 0. */
const system = (names: readonly string[], tools: Image['tools'], shell: string, newest: string, sizeBytes: number, words: readonly string[] = []): Image => ({
  names,
  tagged: officialTags(newest, words),
  sizeBytes,
  command: [shell],
  tools,
  start: ({ argv }) => argv.length === 1 && ['sh', 'bash', '/bin/sh', '/bin/bash'].includes(argv[0]!)
    ? { logs: [], listens: [], exit: { code: 0, afterMs: 20 } }
    : undefined,
})

export const operatingSystems: readonly Image[] = [
  system(['busybox', 'gcr.io/google-containers/busybox'], 'busybox', 'sh', '1.37', 2_223_685, ['musl', 'glibc', 'uclibc']),
  system(['alpine'], 'busybox', '/bin/sh', '3.22', 3_802_452, ['edge', '3']),
  system(['ubuntu'], 'debian', '/bin/bash', '25.10', 29_724_000, ['noble', 'jammy', 'focal', 'rolling', 'devel']),
  system(['debian'], 'debian', 'bash', '13.2', 49_286_000, ['sid', 'testing', 'stable', 'buster']),
  system(['fedora'], 'debian', '/bin/bash', '44', 63_000_000, ['rawhide']),
  system(['centos', 'rockylinux', 'almalinux', 'oraclelinux'], 'debian', '/bin/bash', '10', 76_000_000, ['centos7', 'centos8']),
  system(['amazonlinux'], 'debian', '/bin/bash', '2023', 52_000_000),
  system(['bash'], 'busybox', 'bash', '5.3', 6_300_000),
  system(['nicolaka/netshoot', 'praqma/network-multitool', 'wbitt/network-multitool'], 'network', 'bash', '99', 202_000_000),
  system(['jessie-dnsutils', 'registry.k8s.io/e2e-test-images/jessie-dnsutils', 'tutum/dnsutils', 'infoblox/dnstools'], 'network', 'sh', '99', 82_000_000),
]
