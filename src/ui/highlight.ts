/** Colours a command line while it is typed, and the words of its output that a learner looks for. */
import type { Meaning, Theme } from './theme.ts'

export function highlightCommand(text: string, theme: Theme): string {
  if (!theme.colour) return text
  let out = ''
  let expectsCommand = true
  for (const token of text.match(TOKENS) ?? []) {
    const meaning = meaningOf(token, expectsCommand)
    out += meaning === undefined ? token : paintRows(theme, meaning, token)
    if (meaning === 'operator') expectsCommand = !/^[<>&]?[<>]/.test(token)
    else if (token.includes('\n')) expectsCommand = true
    else if (token.trim() !== '' && !/^[A-Za-z_]\w*=/.test(token))
      expectsCommand = KEYWORDS.has(token) && expectsCommand
  }
  return out
}

/** A line of output with its states coloured: what runs, what waits, what is broken. */
export function highlightOutput(line: string, theme: Theme): string {
  if (!theme.colour || line.includes('\x1b')) return line
  return line.replace(STATES, state =>
    theme.paint(GOOD.has(state) ? 'good' : WAITING.test(state) ? 'warning' : 'bad', state),
  )
}

function meaningOf(token: string, expectsCommand: boolean): Meaning | undefined {
  if (token.trim() === '') return undefined
  if (token.startsWith('#')) return 'comment'
  if (/^['"]/.test(token)) return 'string'
  if (/^(?:[|&;()<>]|\d>)/.test(token)) return 'operator'
  if (token.startsWith('$')) return 'variable'
  if (expectsCommand)
    return KEYWORDS.has(token) ? 'operator' : /^[A-Za-z_]\w*=/.test(token) ? 'variable' : 'command'
  if (token.startsWith('-')) return 'flag'
  return undefined
}

/** Colour ends with the row, or it would run into the prompt of the next one. */
function paintRows(theme: Theme, meaning: Meaning, token: string): string {
  return token
    .split('\n')
    .map(row => theme.paint(meaning, row))
    .join('\n')
}

const TOKENS = new RegExp(
  '\\s+|#[^\\n]*(?<=(?:^|\\s)#[^\\n]*)|"(?:\\\\[\\s\\S]|[^"\\\\])*"?|\'[^\']*\'?|\\$\\{[^}]*\\}?|\\$\\w*' +
    '|\\d?>>?&?\\d?|<<?<?-?|&&|\\|\\||[|&;()]|(?:\\\\[\\s\\S]|[^\\s"\'$|&;()<>])+',
  'g',
)
const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'in',
  'function',
  'time',
  '!',
  '{',
  '}',
  'sudo',
])

const GOOD = new Set([
  'Running',
  'Completed',
  'Succeeded',
  'Ready',
  'Bound',
  'Active',
  'Normal',
  'Complete',
])
const WAITING =
  /^(?:Pending|ContainerCreating|Terminating|PodInitializing|NotReady|Init:\d|Unknown|Released|SchedulingDisabled)/
const STATES = new RegExp(
  '(?<![\\w./:=-])(?:Running|Completed|Succeeded|Ready|Bound|Active|Normal|Complete|Pending|ContainerCreating|Terminating' +
    '|PodInitializing|NotReady|Init:\\d+/\\d+|Released|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|InvalidImageName' +
    '|CreateContainerConfigError|CreateContainerError|RunContainerError|OOMKilled|Evicted|Failed|Error|Warning|Lost' +
    '|Init:(?:CrashLoopBackOff|Error|ImagePullBackOff))(?![\\w./:=-])(?= {2,}|$|,)',
  'g',
)
