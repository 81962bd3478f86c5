/** Variables that every bash has from its start. */
import type { Shell } from './shell.ts'

const BASH_VERSION = '5.2.21(1)-release'
const VERSION_PARTS = ['5', '2', '21', '1', 'release', 'x86_64-pc-linux-gnu']

export function giveDefaults(shell: Shell): void {
  const { variables } = shell
  const give = (name: string, value: string) => {
    if (variables.value(name) === undefined) variables.put(name, { value })
  }
  give('BASH', '/bin/bash')
  give('BASH_VERSION', BASH_VERSION)
  variables.put('BASH_VERSINFO', {
    array: new Map(VERSION_PARTS.map((value, index) => [index, value])),
  })
  give('HOSTTYPE', 'x86_64')
  give('OSTYPE', 'linux-gnu')
  give('MACHTYPE', 'x86_64-pc-linux-gnu')
  variables.put('IFS', { value: ' \t\n' })
  give('OPTIND', '1')
  give('PPID', '1')
  give('PS4', '+ ')
  variables.put('UID', { value: '0', readonly: true })
  variables.put('EUID', { value: '0', readonly: true })
  if (!shell.interactive) return
  give('PS1', '\\h \\w ➜  ')
  give('PS2', '> ')
  give('HISTSIZE', '1000')
}
