/** The backslash escapes of PS1. */
import { formatTime } from '../programs/strftime.ts'
import { parameterValue } from './values.ts'
import type { Shell } from './shell.ts'

export function promptText(sh: Shell, text: string): string {
  return text.replace(
    /\\(?:([0-7]{3})|D\{([^}]*)\}|([\s\S]))/g,
    (all, octal: string | undefined, format: string | undefined, letter: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      if (format !== undefined)
        return formatTime(format === '' ? '%H:%M:%S' : format, sh.host.now())
      return escape(sh, letter) ?? all
    },
  )
}

function escape(sh: Shell, letter: string): string | undefined {
  const time = (format: string) => formatTime(format, sh.host.now())
  const host = parameterValue(sh, 'HOSTNAME') ?? 'localhost'
  const home = parameterValue(sh, 'HOME') ?? '/root'
  const folder =
    sh.cwd === home ? '~' : sh.cwd.startsWith(`${home}/`) ? `~${sh.cwd.slice(home.length)}` : sh.cwd
  switch (letter) {
    case 'u':
      return parameterValue(sh, 'USER') ?? 'root'
    case 'h':
      return host.split('.')[0] ?? host
    case 'H':
      return host
    case 'w':
      return folder
    case 'W':
      return folder === '~' || folder === '/' ? folder : folder.slice(folder.lastIndexOf('/') + 1)
    case '$':
      return parameterValue(sh, 'EUID') === '0' ? '#' : '\\$'
    case 'n':
      return '\n'
    case 'r':
      return '\r'
    case 'a':
      return '\x07'
    case 'e':
      return '\x1b'
    case '[':
    case ']':
      return ''
    case '\\':
      return '\\\\'
    case 't':
      return time('%H:%M:%S')
    case 'T':
      return time('%I:%M:%S')
    case '@':
      return time('%I:%M %p')
    case 'A':
      return time('%H:%M')
    case 'd':
      return time('%a %b %d')
    case 's':
      return 'bash'
    case 'v':
      return '5.2'
    case 'V':
      return '5.2.21'
    case 'j':
      return String(sh.jobs.length)
    case '!':
    case '#':
      return String(sh.host.history.length + 1)
    default:
      return undefined
  }
}
