/** Prints a command the way bash prints the body of a function. */
import {
  type Assignment,
  type Command,
  isAssignment,
  type List,
  type Pipeline,
  type Redirect,
  type TestNode,
  type Word,
} from '../syntax/ast.ts'

const INDENT = '    '

export function commandText(command: Command, depth: number): string {
  return bodyText(command, depth) + redirectsText(command)
}

function bodyText(command: Command, depth: number): string {
  const pad = INDENT.repeat(depth)
  const inner = (lists: readonly List[]) => listsText(lists, depth + 1)
  switch (command.type) {
    case 'simple':
      return [...command.assignments.map(source), ...command.words.map(source)].join(' ')
    case 'group':
      return `{ \n${inner(command.body)}\n${pad}}`
    case 'subshell':
      return `( ${listsText(command.body, depth).trimStart()} )`
    case 'if': {
      const [first, ...others] = command.branches
      let text = `if ${inline(first?.test ?? [], depth)}; then\n${inner(first?.then ?? [])}`
      if (others.length > 0) {
        const rest: Command = {
          type: 'if',
          branches: others,
          line: 0,
          redirects: [],
          ...(command.otherwise && { otherwise: command.otherwise }),
        }
        return `${text};\n${pad}else\n${pad}${INDENT}${bodyText(rest, depth + 1)};\n${pad}fi`
      }
      if (command.otherwise) text += `;\n${pad}else\n${inner(command.otherwise)}`
      return `${text};\n${pad}fi`
    }
    case 'while':
    case 'until':
      return `${command.type} ${inline(command.test, depth)}; do\n${inner(command.body)};\n${pad}done`
    case 'for':
    case 'select':
      return `${command.type} ${command.name} in ${command.words ? command.words.map(source).join(' ') : '"$@"'};\n${pad}do\n${inner(command.body)};\n${pad}done`
    case 'loop':
      return `for ((${command.start.source}; ${command.test.source.trim()}; ${command.step.source.trim()}))\n${pad}do\n${inner(command.body)};\n${pad}done`
    case 'case':
      return `case ${command.word.source} in \n${command.clauses
        .map(
          clause =>
            `${pad}${INDENT}${clause.patterns.map(source).join(' | ')})\n${listsText(clause.body, depth + 2)}\n${pad}${INDENT}${clause.end}\n`,
        )
        .join('')}${pad}esac`
    case 'arithmetic':
      return `((${command.expression.source}))`
    case 'test':
      return `[[ ${testText(command.test)} ]]`
    case 'function':
      return `function ${command.name} () \n${pad}${commandText(command.body, depth)}`
  }
}

const source = (word: Word | Assignment): string => (isAssignment(word) ? word.source : word.source)

function listsText(lists: readonly List[], depth: number): string {
  const pad = INDENT.repeat(depth)
  return lists
    .map((list, index) => {
      const text = pad + listText(list, depth)
      return index < lists.length - 1 ? `${text}${list.background ? '' : ';'}` : text
    })
    .join('\n')
}

function inline(lists: readonly List[], depth: number): string {
  return lists.map(list => listText(list, depth)).join('; ')
}

function listText(list: List, depth: number): string {
  const rest = list.rest
    .map(({ op, pipeline }) => ` ${op} ${pipelineText(pipeline, depth)}`)
    .join('')
  return `${pipelineText(list.first, depth)}${rest}${list.background ? ' &' : ''}`
}

function pipelineText(pipeline: Pipeline, depth: number): string {
  const commands = pipeline.commands.map(
    (command, index) =>
      `${index > 0 ? (pipeline.withStderr[index - 1] ? ' |& ' : ' | ') : ''}${commandText(command, depth)}`,
  )
  return `${pipeline.timed ? 'time ' : ''}${pipeline.negated ? '! ' : ''}${commands.join('')}`
}

function redirectsText(command: Command): string {
  const text = command.redirects.map(redirectText).join('')
  return text
}

function redirectText(redirect: Redirect): string {
  const fd =
    redirect.fd === undefined
      ? /^[<>]&$/.test(redirect.op)
        ? redirect.op === '<&'
          ? '0'
          : '1'
        : ''
      : String(redirect.fd)
  const gap = redirect.op.endsWith('&') || redirect.op.startsWith('<<') ? '' : ' '
  const here =
    redirect.op === '<<' || redirect.op === '<<-'
      ? `\n${redirect.body?.source ?? ''}${redirect.delimiter ?? ''}\n`
      : ''
  return ` ${fd}${redirect.op}${redirect.op === '<<<' ? ' ' : gap}${redirect.target.source}${here}`
}

function testText(test: TestNode): string {
  switch (test.type) {
    case 'not':
      return `! ${testText(test.test)}`
    case 'and':
      return `${testText(test.left)} && ${testText(test.right)}`
    case 'or':
      return `${testText(test.left)} || ${testText(test.right)}`
    case 'unary':
      return `${test.op} ${test.word.source}`
    case 'binary':
      return `${test.left.source} ${test.op} ${test.right.source}`
    case 'word':
      return `-n ${test.word.source}`
  }
}
