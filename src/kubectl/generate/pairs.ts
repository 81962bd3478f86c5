/** "a=1,b=2" as a map. */
import { KubectlError } from '../errors.ts'

/** Upstream: `kubectl/pkg/generate/generate.go` ParseLabels. */
export const parsePairs = (text: string, noun: string): Record<string, string> => {
  const pairs: Record<string, string> = {}
  for (const spec of text.split(',')) {
    const parts = spec.split('=')
    if (parts.length !== 2) throw new KubectlError(`unexpected ${noun} spec: ${spec}`)
    if (parts[0] === '') throw new KubectlError(`unexpected empty ${noun} key`)
    pairs[parts[0]!] = parts[1]!
  }
  return pairs
}
