/** The short hash of a pod template that names ReplicaSets and ControllerRevisions. */
import { fnv32a } from '../lib/fnv.ts'

// k8s.io/apimachinery/pkg/util/rand: the digits of the hash come out as ten of these letters only
const SAFE = 'bcdfghjklmnpqrstvwxz2456789'

/** pkg/controller/controller_utils.go, ComputeHash; over canonical JSON instead of a Go dump. */
export function templateHash(template: unknown, collisionCount = 0): string {
  const text = canonical(template) + (collisionCount > 0 ? String(collisionCount) : '')
  return safeEncode(String(fnv32a(text)))
}

const safeEncode = (text: string): string =>
  [...text].map((c) => SAFE[c.charCodeAt(0) % SAFE.length]).join('')

/** JSON with sorted members; absent and undefined ones are the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = value as Record<string, unknown>
  return `{${Object.keys(members).sort().filter((k) => members[k] !== undefined)
    .map((k) => `${JSON.stringify(k)}:${canonical(members[k])}`).join(',')}}`
}
