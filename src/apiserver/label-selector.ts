/** Label selectors as text: `app=web,tier!=db,env in (a,b),!legacy`, with the real parser's complaints. */
import { badRequestError } from './errors.ts'
import type { Labels } from './selectors.ts'

type Operator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

interface Requirement {
  readonly key: string
  readonly operator: Operator
  readonly values: readonly string[]
}

interface Token {
  readonly kind: 'symbol' | 'word' | 'end'
  readonly text: string
}

const SYMBOLS = ['==', '=', '!=', '!', '(', ')', ',', '>', '<']
const BINARY = 'in, notin, =, ==, !=, gt, lt'
const KEY = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\/)?([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/
const LENGTH_MAX = 63

/** Upstream: apimachinery/pkg/labels/selector.go. */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = parseRequirements(text)
  return (labels) => requirements.every((r) => meets(r, labels))
}

function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key]
  switch (operator) {
    case '=': case '==': case 'in': return value !== undefined && values.includes(value)
    case '!=': case 'notin': return value === undefined || !values.includes(value)
    case 'exists': return value !== undefined
    case '!': return value === undefined
    default: {
      if (value === undefined || !/^-?\d+$/.test(value)) return false
      return operator === 'gt' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0])
    }
  }
}

/** Throws BadRequest. */
function parseRequirements(text: string): Requirement[] {
  const tokens = lex(text)
  const requirements: Requirement[] = []
  let at = 0
  const next = (): Token => tokens[Math.min(at, tokens.length - 1)]!
  for (;;) {
    const token = next()
    if (token.kind === 'end') return requirements
    if (token.kind === 'symbol' && token.text !== '!') throw badRequestError(`found '${token.text}', expected: !, identifier, or 'end of string'`)
    try {
      const parsed = requirement(tokens, at)
      requirements.push(parsed.requirement)
      at = parsed.at
    } catch (error) {
      throw badRequestError(`unable to parse requirement: ${(error as Error).message}`)
    }
    const after = next()
    at++
    if (after.kind === 'end') return requirements
    if (after.text !== ',' || after.kind !== 'symbol') throw badRequestError(`found '${after.text}', expected: ',' or 'end of string'`)
    const following = next()
    if (following.kind !== 'word' && following.text !== '!') throw badRequestError(`found '${following.text}', expected: identifier after ','`)
  }
}

function lex(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const c = text[at]!
    if (/\s/.test(c)) {
      at++
      continue
    }
    if ('=!(),><'.includes(c)) {
      const symbol = SYMBOLS.find((s) => text.startsWith(s, at))!
      tokens.push({ kind: 'symbol', text: symbol })
      at += symbol.length
      continue
    }
    const start = at
    while (at < text.length && !'=!(),><'.includes(text[at]!) && !/\s/.test(text[at]!)) at++
    tokens.push({ kind: 'word', text: text.slice(start, at) })
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

function requirement(tokens: readonly Token[], start: number): { requirement: Requirement; at: number } {
  let at = start
  const take = (): Token => tokens[Math.min(at++, tokens.length - 1)]!
  const peek = (): Token => tokens[Math.min(at, tokens.length - 1)]!
  let token = take()
  const negated = token.kind === 'symbol' && token.text === '!'
  if (negated) token = take()
  if (token.kind !== 'word') throw new Error(`found '${token.text}', expected: identifier`)
  const key = token.text
  checkKey(key)
  if (negated) return { requirement: { key, operator: '!', values: [] }, at }
  if (peek().kind === 'end' || peek().text === ',') return { requirement: { key, operator: 'exists', values: [] }, at }
  const given = take()
  const operator = operatorOf(given)
  if (operator === undefined) throw new Error(`found '${given.text}', expected: ${BINARY}`)
  let values: string[]
  if (operator === 'in' || operator === 'notin') {
    const open = take()
    if (open.text !== '(') throw new Error(`found '${open.text}' expected: '('`)
    values = valueList(take, peek)
  } else if (peek().kind === 'end' || peek().text === ',') values = ['']
  else {
    const value = take()
    if (value.kind !== 'word') throw new Error(`found '${value.text}', expected: identifier`)
    values = [value.text]
  }
  values.sort().forEach((value, i) => checkValue(key, value, i, operator))
  return { requirement: { key, operator, values }, at }
}

function operatorOf({ kind, text }: Token): Operator | undefined {
  if (kind === 'word') return text === 'in' || text === 'notin' ? text : undefined
  if (text === '>') return 'gt'
  if (text === '<') return 'lt'
  return text === '=' || text === '==' || text === '!=' ? text : undefined
}

function valueList(take: () => Token, peek: () => Token): string[] {
  const values: string[] = []
  if (peek().text === ')') {
    take()
    return ['']
  }
  for (;;) {
    const token = take()
    if (token.kind === 'word') {
      values.push(token.text)
      const after = take()
      if (after.text === ')' && after.kind === 'symbol') return values
      if (after.text !== ',') throw new Error(`found '${after.text}', expected: ',' or ')'`)
      if (peek().text === ')') {
        take()
        return [...values, '']
      }
    } else if (token.text === ',' && token.kind === 'symbol') values.push('')
    else throw new Error(`found '${token.text}', expected: ',', or identifier`)
  }
}

/** apimachinery/pkg/util/validation, IsQualifiedName. */
function checkKey(key: string): void {
  const name = key.slice(key.lastIndexOf('/') + 1)
  if (KEY.test(key) && name.length <= LENGTH_MAX) return
  const complaint = name.length > LENGTH_MAX
    ? `name part must be no more than ${LENGTH_MAX} bytes`
    : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
  throw new Error(`key: Invalid value: ${JSON.stringify(key)}: ${complaint}`)
}

function checkValue(key: string, value: string, index: number, operator: Operator): void {
  if (operator === 'gt' || operator === 'lt') {
    if (!/^-?\d+$/.test(value)) throw new Error(`values[${index}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`)
    return
  }
  const at = `values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: `
  if (value.length > LENGTH_MAX) throw new Error(`${at}must be no more than ${LENGTH_MAX} bytes`)
  if (!VALUE.test(value)) {
    throw new Error(`${at}a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`)
  }
}
