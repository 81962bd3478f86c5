/** Puts an object's members in the order of its Go type, as clients with typed objects print JSON. */
import { apiSchema } from '../kinds/generated/schema.ts'
import { typeNameOf } from '../kinds/kind.ts'
import { parseGroupVersion } from '../kinds/object.ts'

/** The order of the Go struct is that of the protobuf field numbers; kind and apiVersion come first. */
export const typedOrder = (object: { apiVersion?: string; kind?: string }): object => {
  const { group, version } = parseGroupVersion(object.apiVersion ?? '')
  return ordered(object, typeNameOf(group, version, object.kind ?? '')) as object
}

/** Fields that stand further up in the struct than their number says. */
const EARLIER: Readonly<Record<string, number>> = { 'io.k8s.api.networking.v1.HTTPIngressPath.pathType': 1.5 }

const ordered = (value: unknown, type: string): unknown => {
  const fields = apiSchema.types[type]?.fields
  if (!fields || value === null || typeof value !== 'object') return value
  const result: Record<string, unknown> = {}
  const rank = (key: string): number => EARLIER[`${type}.${key}`] ?? (key === 'kind' && fields[key]?.proto === undefined ? -2
    : key === 'apiVersion' && fields[key]?.proto === undefined ? -1 : fields[key]?.proto ?? Number.MAX_SAFE_INTEGER)
  for (const key of Object.keys(value).sort((a, b) => rank(a) - rank(b))) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    const field = fields[key]
    const inner = field?.array ?? field?.type ?? field?.map ?? ''
    if (Array.isArray(member)) result[key] = member.map(item => ordered(item, inner))
    else if (field?.map !== undefined) result[key] = member
    else result[key] = ordered(member, inner)
  }
  return result
}
