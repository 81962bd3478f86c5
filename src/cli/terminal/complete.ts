/** Tab: what may come at the cursor, read off the shell, the cluster as it is, and kubectl's own help. */
import type { Session } from '../../lab/session.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Candidate, Completion } from '../../ui/session.ts'
import { completeKubectl } from './complete-kubectl.ts'

interface Word {
  readonly name: string
  readonly summary: string
}

export function complete(
  session: Session,
  words: readonly Word[],
  text: string,
  cursor: number,
): Completion {
  const { parts, word, from } = lastCommand(text.slice(0, cursor))
  const { shell } = session.machine
  const first = shell.shell.aliases.get(parts[0] ?? '')
  const typed = first === undefined ? parts : [...String(first).split(' '), ...parts.slice(1)]
  const found =
    parts.length === 0
      ? firstWords(session, words, word, text)
      : typed[0] === 'kubectl'
        ? (completeKubectl(session, typed.slice(1), word) ?? files(session, word))
        : word.startsWith('$')
          ? variables(session, word)
          : files(session, word)
  const start = found.from === undefined ? from : from + found.from
  return { from: start, candidates: sorted(found.candidates) }
}

export interface Found {
  readonly candidates: readonly Candidate[]
  /** Where the part begins that is completed, within the word: behind a comma or an equals sign. */
  readonly from?: number
}

/** Names in the folder that a path leads into. */
export function files(session: Session, word: string, only?: RegExp): Found {
  const { shell, files: tree } = session.machine
  const slash = word.lastIndexOf('/') + 1
  const folder = word.slice(0, slash)
  const start = word.slice(slash)
  const home = folder.startsWith('~/') ? `/root/${folder.slice(2)}` : folder
  try {
    const at = resolvePath(shell.cwd, home === '' ? '.' : home)
    const names = tree
      .list(at)
      .filter(name => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')))
    const candidates = names
      .map(name => {
        const isFolder = tree.stat(`${at === '/' ? '' : at}/${name}`).type === 'directory'
        return { name, isFolder }
      })
      .filter(({ name, isFolder }) => isFolder || only === undefined || only.test(name))
    return {
      candidates: candidates.map(({ name, isFolder }) => ({
        text: folder + quoted(name) + (isFolder ? '/' : ''),
      })),
    }
  } catch {
    return { candidates: [] }
  }
}

/** The words of the command that the cursor is in, the one under it apart. */
function lastCommand(text: string): { parts: string[]; word: string; from: number } {
  const command =
    /(?:^|[|&;(`]|\$\(|\b(?:do|then|else|time|sudo|watch|xargs)\s)(?![\s\S]*[|&;(`])([\s\S]*)$/.exec(
      text,
    )?.[1] ?? text
  const tokens = [...command.matchAll(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\])+/g)]
  const last = tokens.at(-1)
  const open = last !== undefined && last.index + last[0].length === command.length
  const word = open ? last[0] : ''
  const parts = (open ? tokens.slice(0, -1) : tokens).map(token =>
    token[0].replace(/^(["'])(.*)\1$/, '$2'),
  )
  return {
    parts: parts.filter(part => !/^[A-Za-z_]\w*=/.test(part)),
    word,
    from: text.length - word.length,
  }
}

function firstWords(session: Session, words: readonly Word[], word: string, text: string): Found {
  if (word.includes('/')) return files(session, word)
  if (word === '') return { candidates: [] }
  const { shell, programs } = session.machine
  const described =
    text.trimStart() === word
      ? words.map(({ name, summary }): Candidate => ({ text: name, description: summary }))
      : []
  const names = new Set([
    ...shell.programs.keys(),
    ...programs.keys(),
    ...shell.shell.aliases.keys(),
    ...shell.shell.functions.keys(),
    ...BUILTINS,
  ])
  for (const { text: name } of described) names.delete(name)
  const plain = [...names].map((name): Candidate => ({ text: name }))
  return {
    candidates: [...described, ...plain].filter(candidate => candidate.text.startsWith(word)),
  }
}

function variables(session: Session, word: string): Found {
  const names = [...session.machine.shell.shell.variables.all.keys()]
  return {
    candidates: names
      .map(name => ({ text: `$${name}`, suffix: '' }))
      .filter(({ text }) => text.startsWith(word)),
  }
}

function quoted(name: string): string {
  return name.replace(/[\s"'\\$&|;()<>*?]/g, '\\$&')
}

function sorted(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
}

const BUILTINS = [
  'alias',
  'cd',
  'echo',
  'exit',
  'export',
  'for',
  'history',
  'if',
  'jobs',
  'kill',
  'pwd',
  'set',
  'source',
  'unset',
  'while',
]
