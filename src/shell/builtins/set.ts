/** set and shopt. */
import { arrayText } from '../interpreter/declaration.ts'
import { functionText } from '../interpreter/function-text.ts'
import { quoteIfNeeded } from '../interpreter/quote.ts'
import { complain, fdOf, OPTION_LETTERS, OPTION_NAMES, type Shell } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'

const SWITCHES = [
  'autocd',
  'cdable_vars',
  'cdspell',
  'checkhash',
  'checkjobs',
  'checkwinsize',
  'cmdhist',
  'dirspell',
  'dotglob',
  'execfail',
  'expand_aliases',
  'extdebug',
  'extglob',
  'extquote',
  'failglob',
  'force_fignore',
  'globasciiranges',
  'globskipdots',
  'globstar',
  'gnu_errfmt',
  'histappend',
  'histreedit',
  'histverify',
  'hostcomplete',
  'huponexit',
  'inherit_errexit',
  'interactive_comments',
  'lastpipe',
  'lithist',
  'localvar_inherit',
  'localvar_unset',
  'login_shell',
  'mailwarn',
  'no_empty_cmd_completion',
  'nocaseglob',
  'nocasematch',
  'nullglob',
  'progcomp',
  'prompt_vars',
  'promptvars',
  'restricted_shell',
  'shift_verbose',
  'sourcepath',
  'xpg_echo',
] as const

export const setBuiltins: Builtins = {
  set(sh, args) {
    if (args.length === 0) return printAll(sh)
    return setOptions(sh, args, true) ?? 0
  },
  shopt(sh, args) {
    const flags = args.filter(arg => /^-[supqo]+$/.test(arg)).join('')
    const names = args.filter(arg => !arg.startsWith('-'))
    const set = flags.includes('o') ? sh.options : sh.switches
    const known: readonly string[] = flags.includes('o') ? OPTION_NAMES : SWITCHES
    let status = 0
    for (const name of names.length > 0 ? names : known) {
      if (!known.includes(name)) {
        complain(sh, `shopt: ${name}: invalid shell option name`)
        status = 1
      } else if (flags.includes('s') && names.length > 0) set.add(name)
      else if (flags.includes('u') && names.length > 0) set.delete(name)
      else {
        const on = set.has(name)
        if (names.length > 0 && !on) status = 1
        if (
          flags.includes('q') ||
          (names.length === 0 && ((flags.includes('s') && !on) || (flags.includes('u') && on)))
        )
          continue
        fdOf(sh, 1).write?.(
          flags.includes('p')
            ? `shopt ${on ? '-s' : '-u'} ${name}\n`
            : `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`,
        )
      }
    }
    return status
  },
}

/** Letters and `-o name`; a status if something is wrong. `positional`: what is left becomes $1 … */
export function setOptions(
  sh: Shell,
  args: readonly string[],
  positional = false,
): number | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--' || arg === '-') {
      if (positional && (arg === '--' || at + 1 < args.length)) sh.positional = args.slice(at + 1)
      return undefined
    }
    if (!/^[-+]./.test(arg)) {
      if (positional) sh.positional = args.slice(at)
      return undefined
    }
    const on = arg[0] === '-'
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[++at]
        if (name === undefined) printOptions(sh, on)
        else if (!(OPTION_NAMES as readonly string[]).includes(name)) {
          complain(sh, `set: ${name}: invalid option name`)
          return 2
        } else toggle(sh, name, on)
        continue
      }
      const name = OPTION_LETTERS[letter]
      if (name === undefined) {
        complain(sh, `set: ${arg[0]}${letter}: invalid option`)
        fdOf(sh, 2).write?.(
          'set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n',
        )
        return 2
      }
      toggle(sh, name, on)
    }
  }
  return undefined
}

function toggle(sh: Shell, name: string, on: boolean): void {
  if (on) sh.options.add(name)
  else sh.options.delete(name)
  if (name === 'vi' && on) sh.options.delete('emacs')
  if (name === 'emacs' && on) sh.options.delete('vi')
}

function printOptions(sh: Shell, table: boolean): void {
  for (const name of OPTION_NAMES) {
    const on = sh.options.has(name)
    fdOf(sh, 1).write?.(
      table ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`,
    )
  }
}

function printAll(sh: Shell): number {
  const names = [...sh.variables.all.keys()].sort()
  for (const name of names) {
    const variable = sh.variables.all.get(name)
    if (!variable) continue
    if (variable.array || variable.map) fdOf(sh, 1).write?.(`${name}=${arrayText(variable)}\n`)
    else if (variable.value !== undefined)
      fdOf(sh, 1).write?.(`${name}=${variable.value === '' ? '' : quoteIfNeeded(variable.value)}\n`)
  }
  for (const name of [...sh.functions.keys()].sort()) {
    const defined = sh.functions.get(name)
    if (defined) fdOf(sh, 1).write?.(`${functionText(name, defined)}\n`)
  }
  return 0
}
