/** Looks at an object of the cluster: is it there, what does a field hold. */
import { jsonPath, relaxedJsonPath } from '../../lib/jsonpath/jsonpath.ts'
import type { Shape } from '../scenario/shape.ts'
import type { Check } from './check.ts'
import type { TextRule } from './text.ts'
import { fits, quote, ruleInWords, textShape } from './text.ts'

interface ObjectSpec extends TextRule {
  readonly group?: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly path?: string
  readonly exists?: boolean
}

const shape: Shape = {
  type: 'object', additionalProperties: false, required: ['kind', 'name'],
  description: 'An object and, with a path, what one of its fields holds.',
  properties: {
    group: { type: 'string', description: 'API group; absent for core.' },
    kind: { type: 'string' },
    namespace: { type: 'string' },
    name: { type: 'string' },
    path: { type: 'string', description: "kubectl's JSONPath." },
    exists: { type: 'boolean', description: 'false: it must not be there.' },
    ...textShape.properties,
  },
}

export const object: Check<ObjectSpec> = {
  type: 'object',
  shape,
  title: (spec) => `${named(spec)} ${wanted(spec)}`,
  async run(spec, { cluster }) {
    const expected = `${named(spec)} ${wanted(spec)}`
    const kind = cluster.kindOf(spec.group ?? '', spec.kind)
    const found = kind && cluster.get(kind, spec.namespace, spec.name)
    if (found === undefined) return { pass: spec.exists === false, expected, saw: 'it is not there' }
    if (spec.exists === false) return { pass: false, expected, saw: 'it is there' }
    if (spec.path === undefined) return { pass: true, expected, saw: 'it is there' }
    const value = jsonPath(relaxedJsonPath(spec.path), { allowMissingKeys: true }).print(found)
    return { pass: fits(value, spec), expected, saw: value === '' ? 'nothing' : quote(value) }
  },
}

const named = (spec: ObjectSpec): string =>
  `${spec.kind} ${spec.namespace === undefined ? '' : `${spec.namespace}/`}${spec.name}`
const wanted = (spec: ObjectSpec): string =>
  spec.exists === false ? 'is gone' : spec.path === undefined ? 'exists' : `has a ${spec.path} that ${ruleInWords(spec)}`
