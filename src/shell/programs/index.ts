/** The programs that every machine has, one file each or a few of a family. */
import type { Program } from '../../lib/process.ts'
import { awk } from './awk/awk.ts'
import { catPrograms } from './cat.ts'
import { clockPrograms } from './clock.ts'
import { cutPrograms } from './cut.ts'
import { filePrograms } from './file-commands.ts'
import { findPrograms } from './find.ts'
import { grepPrograms } from './grep.ts'
import { gzipPrograms } from './gzip.ts'
import { headPrograms } from './head.ts'
import { jq } from './jq/jq.ts'
import { listPrograms } from './ls.ts'
import { namePrograms } from './names.ts'
import { outputPrograms } from './output.ts'
import type { ProgramContext } from './program.ts'
import { runnerPrograms } from './runners.ts'
import { sed } from './sed.ts'
import { sortPrograms } from './sort.ts'
import { systemPrograms } from './system.ts'
import { tarPrograms } from './tar.ts'

export type ProgramTable = (context: ProgramContext) => Readonly<Record<string, Program>>

const tables: readonly ProgramTable[] = [
  catPrograms,
  clockPrograms,
  cutPrograms,
  filePrograms,
  findPrograms,
  grepPrograms,
  gzipPrograms,
  headPrograms,
  listPrograms,
  namePrograms,
  outputPrograms,
  runnerPrograms,
  sortPrograms,
  systemPrograms,
  tarPrograms,
]

export function createPrograms(context: ProgramContext): Map<string, Program> {
  return new Map([
    ...tables.flatMap(table => Object.entries(table(context))),
    ['sed', sed],
    ['jq', (args, io) => jq(args, io, context)],
    ...['awk', 'gawk', 'mawk'].map((name): [string, Program] => [
      name,
      (args, io) => awk(args, io, context),
    ]),
  ])
}
