/** Judges `[[ … ]]`, and holds the operators that `test` and `[` share with it. */
import type { Files, Stat } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Steps } from '../kernel.ts'
import { matchesPattern } from '../pattern.ts'
import type { TestNode } from '../syntax/ast.ts'
import { arithmetic } from './arithmetic-scope.ts'
import { expandPattern, expandRegExp, expandText } from './expand.ts'
import { quoteIfNeeded } from './quote.ts'
import { traceText } from './trace.ts'
import { extendedRegExp } from '../posix-regexp.ts'
import { fdOf, OPTION_NAMES, type Shell } from './shell.ts'
import { elementValue, parameterElements, parameterValue } from './values.ts'

/** 0 true, 1 false, 2 a bad expression. */
export function* runTest(sh: Shell, node: TestNode): Steps<number> {
  switch (node.type) {
    case 'not': {
      const status = yield* runTest(sh, node.test)
      return status === 2 ? 2 : 1 - status
    }
    case 'and': {
      const left = yield* runTest(sh, node.left)
      return left === 0 ? yield* runTest(sh, node.right) : left
    }
    case 'or': {
      const left = yield* runTest(sh, node.left)
      return left === 1 ? yield* runTest(sh, node.right) : left
    }
    case 'word':
      return (yield* expandText(sh, node.word)) === '' ? 1 : 0
    case 'unary': {
      const text = yield* expandText(sh, node.word)
      traceText(sh, `[[ ${node.op} ${quoteIfNeeded(text)} ]]`)
      return unary(sh, node.op, text) ? 0 : 1
    }
    case 'binary':
      return yield* binary(sh, node)
  }
}

function* binary(
  sh: Shell,
  { op, left, right }: Extract<TestNode, { type: 'binary' }>,
): Steps<number> {
  const text = yield* expandText(sh, left)
  const ignoreCase = sh.switches.has('nocasematch')
  switch (op) {
    case '=':
    case '==':
    case '!=': {
      const pattern = yield* expandPattern(sh, right)
      traceText(sh, `[[ ${quoteIfNeeded(text)} ${op} ${pattern} ]]`)
      const matches = matchesPattern(text, pattern, { extglob: true, ignoreCase })
      return matches === (op !== '!=') ? 0 : 1
    }
    case '=~':
      return matchRegExp(sh, text, yield* expandRegExp(sh, right), ignoreCase)
    case '<':
      return text < (yield* expandText(sh, right)) ? 0 : 1
    case '>':
      return text > (yield* expandText(sh, right)) ? 0 : 1
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(
        sh.host.files,
        op,
        resolvePath(sh.cwd, text),
        resolvePath(sh.cwd, yield* expandText(sh, right)),
      )
        ? 0
        : 1
    default:
      return compareNumbers(op, arithmetic(sh, text), arithmetic(sh, yield* expandText(sh, right)))
        ? 0
        : 1
  }
}

function matchRegExp(sh: Shell, text: string, pattern: string, ignoreCase: boolean): number {
  let match: RegExpExecArray | null
  try {
    match = extendedRegExp(pattern, ignoreCase ? 'i' : '').exec(text)
  } catch {
    return 2
  }
  sh.variables.put('BASH_REMATCH', {
    array: new Map((match ?? []).map((group, index) => [index, group ?? ''])),
  })
  return match ? 0 : 1
}

export function compareNumbers(op: string, left: bigint, right: bigint): boolean {
  switch (op) {
    case '-eq':
      return left === right
    case '-ne':
      return left !== right
    case '-lt':
      return left < right
    case '-le':
      return left <= right
    case '-gt':
      return left > right
    default:
      return left >= right
  }
}

/** -v, -o, -R and -t need the shell; the rest only files and text. */
export function unary(sh: Shell, op: string, operand: string): boolean {
  if (op === '-v') {
    const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(operand)
    if (!match?.[1]) return false
    if (match[2] === '@' || match[2] === '*') return parameterElements(sh, match[1]).length > 0
    return (
      (match[2] === undefined
        ? parameterValue(sh, match[1])
        : elementValue(sh, match[1], match[2])) !== undefined
    )
  }
  if (op === '-o')
    return (OPTION_NAMES as readonly string[]).includes(operand) && sh.options.has(operand)
  if (op === '-R') return sh.variables.all.get(operand)?.reference ?? false
  if (op === '-t') return fdOf(sh, Number(operand)).terminal ?? false
  return unaryOfFiles(sh.host.files, sh.cwd, op, operand)
}

export function unaryOfFiles(files: Files, cwd: string, op: string, operand: string): boolean {
  if (op === '-z') return operand === ''
  if (op === '-n') return operand !== ''
  if (op === '-t') return false
  if (operand === '') return false
  const path = resolvePath(cwd, operand) + (operand.length > 1 && operand.endsWith('/') ? '/' : '')
  let stat: Stat
  try {
    stat = op === '-h' || op === '-L' ? files.lstat(path) : files.stat(path)
  } catch {
    return false
  }
  switch (op) {
    case '-a':
    case '-e':
    case '-r':
    case '-w':
    case '-O':
    case '-G':
    case '-N':
      return true
    case '-f':
      return stat.type === 'file' && path !== '/dev/null'
    case '-d':
      return stat.type === 'directory'
    case '-h':
    case '-L':
      return stat.type === 'symlink'
    case '-s':
      return stat.size > 0
    case '-x':
      return stat.type === 'directory' || (stat.mode & 0o111) !== 0
    case '-c':
      return path === '/dev/null'
    case '-u':
      return (stat.mode & 0o4000) !== 0
    case '-g':
      return (stat.mode & 0o2000) !== 0
    case '-k':
      return (stat.mode & 0o1000) !== 0
    default:
      return false
  }
}

export function compareFiles(files: Files, op: string, left: string, right: string): boolean {
  const time = (path: string) => (files.exists(path) ? files.stat(path).mtimeMs : undefined)
  const [a, b] = [time(left), time(right)]
  if (op === '-ef')
    return a !== undefined && b !== undefined && files.realpath(left) === files.realpath(right)
  if (op === '-nt') return a !== undefined && (b === undefined || a > b)
  return b !== undefined && (a === undefined || a < b)
}
