/** The flags of every command: read off its help text once, with the little that the text does not tell. */
import { globalOptions, helpOf } from '../help.ts'

type FlagType = 'bool' | 'string' | 'list' | 'array' | 'int' | 'duration'

export interface FlagSpec {
  readonly name: string
  readonly short?: string
  readonly type: FlagType
  readonly initial: string
  /** The value of the bare flag, where it may stand without one (`--dry-run`). */
  readonly bare?: string
  /** Hidden from help; using it prints this. */
  readonly deprecated?: string
}

/** By long name and by shorthand. */
export type FlagSpecs = ReadonlyMap<string, FlagSpec>

/** The flags of a command, the global ones included. */
export const flagSpecsOf = (path: string): FlagSpecs => {
  const known = cache.get(path)
  if (known) return known
  const specs = new Map<string, FlagSpec>(path === '' ? [] : flagSpecsOf(''))
  const text = path === '' ? globalOptions('/root') : (helpOf(path) ?? '')
  for (const spec of [...readFlags(text), ...hiddenFlags(path), HELP_FLAG]) {
    specs.set(spec.name, spec)
    if (spec.short !== undefined) specs.set(spec.short, spec)
  }
  cache.set(path, specs)
  return specs
}

const cache = new Map<string, FlagSpecs>()

const HELP_FLAG: FlagSpec = { name: 'help', short: 'h', type: 'bool', initial: 'false' }

const BARE: Readonly<Record<string, string>> = {
  'dry-run': 'unchanged', cascade: 'background', validate: 'strict',
}

/** Lists whose values are not split at commas (StringArray). */
const ARRAYS = new Set([
  'from-literal', 'rule', 'annotation', 'env', 'audience', 'as-group', 'as-user-extra', 'user', 'group',
  'serviceaccount', 'resource-name', 'prune-allowlist', 'annotations', 'auth-provider-arg', 'exec-arg',
  'exec-env',
])

const readFlags = (text: string): FlagSpec[] => {
  const flags: FlagSpec[] = []
  for (const [, short, name = '', initial = ''] of text.matchAll(/^ {4}(?:-(\w), )?--([\w-]+)=(.*):\n/gm)) {
    const type = typeOf(name, initial)
    const bare = BARE[name]
    flags.push({
      name,
      ...(short === undefined ? {} : { short }),
      type,
      initial: type === 'list' || type === 'array' ? initial.slice(1, -1) : initial.replace(/^'(.*)'$/, '$1'),
      ...(bare !== undefined && initial.startsWith("'") ? { bare } : {}),
    })
  }
  return flags
}

const typeOf = (name: string, initial: string): FlagType => {
  if (initial === 'true' || initial === 'false') return 'bool'
  if (initial.startsWith('[')) return ARRAYS.has(name) ? 'array' : 'list'
  if (/^-?\d+$/.test(initial)) return 'int'
  if (/^(\d+[hms])+$/.test(initial)) return 'duration'
  return 'string'
}

const RECORDING = new Set([
  'apply', 'create', 'scale', 'autoscale', 'set image', 'set resources', 'set selector', 'set serviceaccount',
  'patch', 'expose', 'run', 'label', 'annotate', 'edit',
])

const hiddenFlags = (path: string): FlagSpec[] => [
  ...(HIDDEN[path] ?? []),
  ...(RECORDING.has(path)
    ? [{
      name: 'record', type: 'bool' as const, initial: 'false', deprecated: '--record will be removed in the future',
    }]
    : []),
]

const HIDDEN: Readonly<Record<string, readonly FlagSpec[]>> = {
  autoscale: [{
    name: 'cpu-percent', type: 'int', initial: '-1',
    deprecated: "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
  }],
}
