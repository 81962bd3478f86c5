/** Runs if, loops, case, groups, subshells, arithmetic commands, `[[ ]]` and function definitions. */
import type { Steps } from '../kernel.ts'
import { matchesPattern } from '../pattern.ts'
import type { Compound, List, Word } from '../syntax/ast.ts'
import { arithmetic } from './arithmetic-scope.ts'
import { readLine } from './read-line.ts'
import { expandPattern, expandText, expandWords } from './expand.ts'
import { ExpansionFailure, LoopFlow } from './flow.ts'
import { runLists } from './lists.ts'
import { shellMain } from './processes.ts'
import { complain, fdOf, forkShell, type Shell } from './shell.ts'
import { quoteIfNeeded } from './quote.ts'
import { traceText } from './trace.ts'
import { assignVariable } from './values.ts'
import { runTest } from './test.ts'

export function* runCompound(sh: Shell, command: Compound): Steps<number> {
  switch (command.type) {
    case 'if':
      for (const { test, then } of command.branches) {
        if ((yield* tested(sh, test)) === 0) return yield* runLists(sh, then)
      }
      if (command.otherwise) return yield* runLists(sh, command.otherwise)
      return 0
    case 'while':
    case 'until':
      return yield* runWhile(sh, command.test, command.body, command.type === 'until')
    case 'for': {
      const words = command.words ? yield* expandWords(sh, command.words) : sh.positional
      return yield* runFor(sh, command.name, words, command.body)
    }
    case 'select': {
      const words = command.words ? yield* expandWords(sh, command.words) : sh.positional
      return yield* runSelect(sh, command.name, words, command.body)
    }
    case 'loop':
      return yield* runArithmeticLoop(sh, command)
    case 'case':
      return yield* runCase(sh, command)
    case 'group':
      return yield* runLists(sh, command.body)
    case 'subshell': {
      const sub = forkShell(sh)
      return yield* shellMain(sub, runLists(sub, command.body))
    }
    case 'arithmetic':
      return yield* runArithmetic(sh, command.expression)
    case 'test':
      return yield* runTest(sh, command.test)
    case 'function':
      sh.functions.set(command.name, { body: command.body, source: command.source })
      return 0
  }
}

/** A condition: its failure does not end the shell. */
function* tested(sh: Shell, lists: readonly List[]): Steps<number> {
  sh.tested++
  try {
    return yield* runLists(sh, lists)
  } finally {
    sh.tested--
  }
}

/** One round of a loop; false when the loop must end. */
function* round(sh: Shell, body: readonly List[]): Steps<boolean> {
  sh.loopDepth++
  try {
    yield* runLists(sh, body)
    return true
  } catch (thrown) {
    if (!(thrown instanceof LoopFlow)) throw thrown
    if (--thrown.levels > 0 && sh.loopDepth > 1) throw thrown
    sh.status = 0
    return thrown.kind === 'continue'
  } finally {
    sh.loopDepth--
  }
}

function* runWhile(
  sh: Shell,
  test: readonly List[],
  body: readonly List[],
  until: boolean,
): Steps<number> {
  let status = 0
  for (;;) {
    sh.loopDepth++
    try {
      if (((yield* tested(sh, test)) === 0) === until) return status
    } catch (thrown) {
      if (!(thrown instanceof LoopFlow)) throw thrown
      if (--thrown.levels > 0 && sh.loopDepth > 1) throw thrown
      if (thrown.kind === 'break') return 0
      continue
    } finally {
      sh.loopDepth--
    }
    if (!(yield* round(sh, body))) return 0
    status = sh.status
  }
}

function* runFor(
  sh: Shell,
  name: string,
  words: readonly string[],
  body: readonly List[],
): Steps<number> {
  sh.status = 0
  for (const word of words) {
    traceText(sh, `for ${name} in ${words.map(quoteIfNeeded).join(' ')}`)
    assignVariable(sh, name, word)
    if (!(yield* round(sh, body))) break
  }
  return sh.status
}

function* arithmeticText(sh: Shell, expression: Word): Steps<bigint> {
  const text = yield* expandText(sh, {
    parts: [{ type: 'double', parts: expression.parts }],
    source: '',
  })
  traceText(sh, `(( ${text.trim()} ))`)
  return arithmetic(sh, text)
}

function* runArithmetic(sh: Shell, expression: Word): Steps<number> {
  try {
    return (yield* arithmeticText(sh, expression)) === 0n ? 1 : 0
  } catch (thrown) {
    if (!(thrown instanceof ExpansionFailure) || thrown.fatal) throw thrown
    complain(sh, `((: ${thrown.text}`)
    return 1
  }
}

function* runArithmeticLoop(sh: Shell, loop: Extract<Compound, { type: 'loop' }>): Steps<number> {
  yield* arithmeticText(sh, loop.start)
  sh.status = 0
  const endless = loop.test.source.trim() === ''
  while (endless || (yield* arithmeticText(sh, loop.test)) !== 0n) {
    if (!(yield* round(sh, loop.body))) break
    yield* arithmeticText(sh, loop.step)
  }
  return sh.status
}

function* runCase(sh: Shell, command: Extract<Compound, { type: 'case' }>): Steps<number> {
  const text = yield* expandText(sh, command.word)
  traceText(sh, `case ${quoteIfNeeded(text)} in`)
  const options = {
    extglob: sh.switches.has('extglob'),
    ignoreCase: sh.switches.has('nocasematch'),
  }
  let status = 0
  let falls = false
  for (const clause of command.clauses) {
    let matched = falls
    for (const pattern of matched ? [] : clause.patterns) {
      if (matchesPattern(text, yield* expandPattern(sh, pattern), options)) {
        matched = true
        break
      }
    }
    if (!matched) continue
    sh.status = 0
    status = yield* runLists(sh, clause.body)
    if (clause.end === ';;') return status
    falls = clause.end === ';&'
  }
  return status
}

function* runSelect(
  sh: Shell,
  name: string,
  words: readonly string[],
  body: readonly List[],
): Steps<number> {
  const width = String(words.length).length
  const menu = words
    .map((word, index) => `${String(index + 1).padStart(width)}) ${word}\n`)
    .join('')
  for (let show = true; ; ) {
    if (show) fdOf(sh, 2).write?.(menu)
    fdOf(sh, 2).write?.(sh.variables.value('PS3') ?? '#? ')
    const line = yield* readLine(sh, 0)
    if (line === undefined) {
      fdOf(sh, 2).write?.('\n')
      return 1
    }
    show = line.text === ''
    if (show) continue
    assignVariable(sh, 'REPLY', line.text)
    assignVariable(sh, name, /^\d+$/.test(line.text) ? (words[Number(line.text) - 1] ?? '') : '')
    if (!(yield* round(sh, body))) return sh.status
  }
}
