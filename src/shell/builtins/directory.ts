/** cd, pwd, pushd, popd, dirs. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'

export const directoryBuiltins: Builtins = {
  cd(sh, args) {
    const words = args.filter(
      (arg, index) => !(/^-[LPe@]+$/.test(arg) && index < args.length) && arg !== '--',
    )
    const physical = args.some(arg => /^-\w*P/.test(arg))
    const bad = args.find(arg => /^-[^LPe@-]/.test(arg))
    if (bad !== undefined) {
      complain(sh, `cd: ${bad}: invalid option`)
      fdOf(sh, 2).write?.('cd: usage: cd [-L|[-P [-e]] [-@]] [dir]\n')
      return 2
    }
    if (words.length > 1) {
      complain(sh, 'cd: too many arguments')
      return 1
    }
    return changeDirectory(sh, words[0], physical)
  },
  pwd(sh, args) {
    fdOf(sh, 1).write?.(`${args.includes('-P') ? sh.host.files.realpath(sh.cwd) : sh.cwd}\n`)
    return 0
  },
  pushd(sh, args) {
    const target = args[0] ?? sh.directories[0]
    if (target === undefined) {
      complain(sh, 'pushd: no other directory')
      return 1
    }
    const before = sh.cwd
    const status = enter(sh, 'pushd', target, resolvePath(sh.cwd, target), false)
    if (status !== 0) return status
    if (args[0] === undefined) sh.directories.shift()
    sh.directories.unshift(before)
    return printStack(sh)
  },
  popd(sh) {
    const target = sh.directories[0]
    if (target === undefined) {
      complain(sh, 'popd: directory stack empty')
      return 1
    }
    const status = enter(sh, 'popd', target, target, false)
    if (status !== 0) return status
    sh.directories.shift()
    return printStack(sh)
  },
  dirs(sh, args) {
    if (args.includes('-c')) {
      sh.directories.length = 0
      return 0
    }
    if (!args.includes('-p') && !args.includes('-v')) return printStack(sh)
    const lines = [sh.cwd, ...sh.directories].map(
      (path, index) =>
        (args.includes('-v') ? `${String(index).padStart(2)}  ` : '') + short(sh, path),
    )
    fdOf(sh, 1).write?.(`${lines.join('\n')}\n`)
    return 0
  },
}

function short(sh: Shell, path: string): string {
  const home = sh.variables.value('HOME')
  if (home === undefined || home === '/') return path
  return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

function printStack(sh: Shell): number {
  fdOf(sh, 1).write?.(`${[sh.cwd, ...sh.directories].map(path => short(sh, path)).join(' ')}\n`)
  return 0
}

function changeDirectory(sh: Shell, word: string | undefined, physical: boolean): number {
  if (word === undefined) {
    const home = sh.variables.value('HOME')
    if (home !== undefined) return enter(sh, 'cd', home, resolvePath(sh.cwd, home), physical)
    complain(sh, 'cd: HOME not set')
    return 1
  }
  if (word === '-') {
    const old = sh.variables.value('OLDPWD')
    if (old === undefined) {
      complain(sh, 'cd: OLDPWD not set')
      return 1
    }
    const status = enter(sh, 'cd', old, resolvePath(sh.cwd, old), physical)
    if (status === 0) fdOf(sh, 1).write?.(`${sh.cwd}\n`)
    return status
  }
  if (word === '') return 0
  if (!/^\.{0,2}\//.test(word)) {
    for (const folder of (sh.variables.value('CDPATH') ?? '')
      .split(':')
      .filter(each => each !== '')) {
      const path = resolvePath(resolvePath(sh.cwd, folder), word)
      if (!sh.host.files.exists(path)) continue
      const status = enter(sh, 'cd', word, path, physical)
      if (status === 0) fdOf(sh, 1).write?.(`${sh.cwd}\n`)
      return status
    }
  }
  return enter(sh, 'cd', word, resolvePath(sh.cwd, word), physical)
}

function enter(sh: Shell, command: string, shown: string, path: string, physical: boolean): number {
  try {
    if (sh.host.files.stat(path).type !== 'directory') throw new FileError('ENOTDIR', path)
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    complain(sh, `${command}: ${shown}: ${thrown.text}`)
    return 1
  }
  sh.variables.set('OLDPWD', sh.cwd)
  sh.cwd = physical ? sh.host.files.realpath(path) : path
  sh.variables.set('PWD', sh.cwd)
  return 0
}
