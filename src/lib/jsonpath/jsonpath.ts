/** kubectl's JSONPath: finds values in an object and prints them. */
import { goType, goValue } from '../go-print.ts'
import { sortedEntries, writeIndentedJson, writeJson } from '../json.ts'
import { type Bounds, JsonPathError, type Node, parseJsonPath } from './parse.ts'

export interface JsonPathOptions {
  /** A missing field is no error (the default of kubectl get). */
  readonly allowMissingKeys?: boolean
  /** Every result as an indented JSON array (jsonpath-as-json). */
  readonly asJson?: boolean
}

export interface JsonPath {
  /** One list of values for every node of the template. */
  find(data: unknown): readonly (readonly unknown[])[]
  print(data: unknown): string
}

/** Upstream: `staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go`. Throws JsonPathError. */
export const jsonPath = (template: string, options: JsonPathOptions = {}): JsonPath => {
  const nodes = parseJsonPath(template)
  const find = (data: unknown): unknown[][] => new Walk(options.allowMissingKeys ?? false).find(nodes, data)
  return {
    find,
    print: data => find(data).map(values => printValues(values, options.asJson ?? false)).join(''),
  }
}

/** Accepts `a.b`, `.a.b`, `{a.b}` and `{.a.b}` (custom columns, --sort-by). */
export const relaxedJsonPath = (text: string): string => {
  if (text === '') return text
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text)
  if (!match) {
    throw new JsonPathError("unexpected path string, expected a 'name1.name2' or '.name1.name2' " +
      "or '{name1.name2}' or '{.name1.name2}'")
  }
  return `{.${match[1] ?? match[2]}}`
}

export { JsonPathError } from './parse.ts'

const printValues = (values: readonly unknown[], asJson: boolean): string => {
  if (asJson) return `${writeIndentedJson(values)}\n`
  return values
    .map(value => (typeof value === 'object' && value !== null ? writeJson(value) : goValue(value)))
    .join(' ')
}

class Walk {
  private readonly allowMissing: boolean
  private beginRange = 0
  private inRange = 0
  private endRange = 0
  private lastEnd: Node | undefined

  constructor(allowMissing: boolean) {
    this.allowMissing = allowMissing
  }

  find(nodes: readonly Node[], data: unknown): unknown[][] {
    const full: unknown[][] = []
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at]!
      const results = this.walk([data], node)
      if (this.endRange > 0 && this.endRange <= this.inRange) {
        this.endRange--
        this.lastEnd = node
        break
      }
      if (this.beginRange === 0) {
        full.push(results)
        continue
      }
      this.beginRange--
      this.inRange++
      const inner = nodes.slice(at + 1)
      for (const value of results) full.push(...this.find(inner, value))
      if (results.length === 0) this.find(inner, undefined)
      this.inRange--
      const end = this.lastEnd ? nodes.indexOf(this.lastEnd, at + 1) : -1
      if (end >= 0) at = end
    }
    return full
  }

  private walkAll(values: unknown[], nodes: readonly Node[]): unknown[] {
    let current = values
    for (const node of nodes) current = this.walk(current, node)
    return current
  }

  private walk(values: unknown[], node: Node): unknown[] {
    switch (node.type) {
      case 'list': return this.walkAll(values, node.nodes)
      case 'text': return [node.text]
      case 'value': return [node.value]
      case 'identifier': return this.identifier(values, node.name)
      case 'field': return this.field(values, node.name)
      case 'array': return values.flatMap(value => slice(value, node.bounds))
      case 'wildcard': return values.flatMap(children)
      case 'recursive': return recursive(values)
      case 'union': return node.paths.flatMap(path => this.walkAll(values, path))
      case 'filter': return this.filter(values, node)
    }
  }

  private identifier(values: unknown[], name: string): unknown[] {
    if (name === 'range') this.beginRange++
    else if (name === 'end') {
      if (this.inRange === 0) throw new JsonPathError('not in range, nothing to end')
      this.endRange++
    } else throw new JsonPathError(`unrecognized identifier ${name}`)
    return values
  }

  private field(values: unknown[], name: string): unknown[] {
    const found: unknown[] = []
    for (const value of values) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) continue
      if (!Object.hasOwn(value, name)) continue
      const member = (value as Record<string, unknown>)[name]
      if (member !== undefined) found.push(member)
    }
    if (found.length === 0 && !this.allowMissing) throw new JsonPathError(`${name} is not found`)
    return found
  }

  private filter(values: unknown[], node: Node & { type: 'filter' }): unknown[] {
    const results: unknown[] = []
    for (const value of values) {
      if (!Array.isArray(value)) {
        throw new JsonPathError(`${goValue(value)} is not array or slice and cannot be filtered`)
      }
      for (const item of value) if (this.passes(item, node)) results.push(item)
    }
    return results
  }

  private passes(item: unknown, node: Node & { type: 'filter' }): boolean {
    if (node.operator === 'exists') {
      try {
        return this.walkAll([item], node.left).length > 0
      } catch (error) {
        if (error instanceof JsonPathError) return false
        throw error
      }
    }
    const lefts = this.walkAll([item], node.left)
    if (lefts.length === 0) return false
    const rights = this.walkAll([item], node.right)
    if (rights.length === 0) return false
    if (lefts.length > 1 || rights.length > 1) {
      throw new JsonPathError('can only compare one element at a time')
    }
    return compare(lefts[0], rights[0], node.operator)
  }
}

const children = (value: unknown): unknown[] => {
  if (value === null || typeof value !== 'object') return []
  return Array.isArray(value) ? value : sortedEntries(value).map(([, member]) => member)
}

const recursive = (values: readonly unknown[]): unknown[] => {
  const results: unknown[] = []
  for (const value of values) {
    const inner = children(value)
    if (inner.length > 0) results.push(value, ...recursive(inner))
    else if (typeof value === 'string' && value !== '') results.push(value)
  }
  return results
}

const slice = (value: unknown, bounds: Bounds): unknown[] => {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`)
  const { length } = value
  let start = bounds.start ?? 0
  if (start < 0) start += length
  let end = bounds.end ?? length
  if (end < 0 || (end === 0 && bounds.derived)) end += length
  if (start === end) return []
  if (start >= length || start < 0) {
    throw new JsonPathError(`array index out of bounds: index ${start}, length ${length}`)
  }
  if (end > length || end < 0) {
    throw new JsonPathError(`array index out of bounds: index ${end - 1}, length ${length}`)
  }
  if (start > end) {
    throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`)
  }
  const step = bounds.step ?? 1
  if (step <= 0) throw new JsonPathError('step must be > 0')
  return value.slice(start, end).filter((_, at) => at % step === 0)
}

/** Upstream: `staging/src/k8s.io/client-go/third_party/forked/golang/template/funcs.go`. */
const compare = (left: unknown, right: unknown, operator: string): boolean => {
  if (!OPERATORS.has(operator)) throw new JsonPathError(`unrecognized filter operator ${operator}`)
  const kind = basicKind(left)
  if (kind !== basicKind(right)) throw new JsonPathError('incompatible types for comparison')
  const equal = left === right
  if (operator === '==') return equal
  if (operator === '!=') return !equal
  if (kind === 'boolean') throw new JsonPathError('invalid type for comparison')
  const less = (left as string) < (right as string)
  if (operator === '<') return less
  if (operator === '<=') return less || equal
  return operator === '>' ? !less && !equal : !less
}

const OPERATORS = new Set(['<', '<=', '>', '>=', '==', '!='])

const basicKind = (value: unknown): string => {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value
  throw new JsonPathError('invalid type for comparison')
}
