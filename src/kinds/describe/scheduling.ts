/** Tolerations and spread constraints in descriptions. */
import { type Row, row } from '../../lib/rows.ts'
import type { Toleration, TopologySpreadConstraint } from '../generated/api-types.ts'
import { selectorText } from '../selector-text.ts'
import { listRows } from './metadata.ts'

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Upstream: `describe.go`, printTolerationsMultilineWithIndent. */
export function tolerationRows(title: string, tolerations: readonly Toleration[] | undefined): Row[] {
  const sorted = [...(tolerations ?? [])].sort((a, b) => byText(a.key ?? '', b.key ?? ''))
  return listRows(title, sorted.map(tolerationText))
}

function tolerationText({ key = '', operator, value, effect, tolerationSeconds }: Toleration): string {
  let text = key
  if (value) text += `=${value}`
  if (effect) text += `:${effect}`
  if (operator === 'Exists' && !value) text += key || effect ? ' op=Exists' : 'op=Exists'
  if (tolerationSeconds !== undefined) text += ` for ${tolerationSeconds}s`
  return text
}

/** Upstream: `describe.go`, describeTopologySpreadConstraints. */
export function spreadRows(
  constraints: readonly TopologySpreadConstraint[] | undefined, space: '' | '  ',
): Row[] {
  return [...(constraints ?? [])]
    .sort((a, b) => byText(a.topologyKey, b.topologyKey))
    .map((c, index) => {
      const selector = c.labelSelector ? ` for selector ${selectorText(c.labelSelector)}` : ''
      const text = `${c.topologyKey}:${c.whenUnsatisfiable} when max skew ${c.maxSkew} is exceeded`
      return row(0, index === 0 ? `${space}Topology Spread Constraints:` : space, text + selector)
    })
}
