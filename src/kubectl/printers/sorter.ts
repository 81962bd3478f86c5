/** --sort-by. */
import { goSort } from '../../lib/go-sort.ts'
import { quantityOrUndefined } from '../../lib/quantity.ts'
import { JsonPathError, jsonPath, relaxedJsonPath } from '../../lib/jsonpath/jsonpath.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'

/** Upstream: `kubectl/pkg/cmd/get/sorter.go`; objects without the field come first. */
export const sortObjects = <T>(session: Session, items: readonly T[], objectOf: (item: T) => object): readonly T[] => {
  const { flags } = session
  const by = flags.has('sort-by') ? flags.string('sort-by') : ''
  if (by === '' || items.length === 0) return items
  const keys = sortKeys(by, items.map(objectOf))
  const keyed = items.map((item, at) => ({ item, key: keys[at] }))
  goSort(keyed, (a, b) => isLess(a.key, b.key))
  return keyed.map(({ item }) => item)
}

const sortKeys = (by: string, objects: readonly object[]): unknown[] => {
  try {
    const path = jsonPath(relaxedJsonPath(by), { allowMissingKeys: true })
    const keys = objects.map(object => path.find(object)[0]?.[0])
    if (keys.every(key => key === undefined)) {
      throw new KubectlError(`couldn't find any field with path ${JSON.stringify(relaxedJsonPath(by))} in the list of objects`)
    }
    return keys
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message)
    throw error
  }
}

const isLess = (a: unknown, b: unknown): boolean => {
  if (a === undefined) return true
  if (b === undefined) return false
  if (a === null || b === null) return b !== null
  if (typeof a === 'number' && typeof b === 'number') return a < b
  const left = quantityOrUndefined(a)
  const right = quantityOrUndefined(b)
  return (left && right ? left.compare(right) : naturalOrder(String(a), String(b))) < 0
}

/** Digits within the text count as numbers (github.com/fvbommel/sortorder). */
const naturalOrder = (a: string, b: string): number => {
  const left = a.match(/\d+|\D+/g) ?? []
  const right = b.match(/\d+|\D+/g) ?? []
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const x = left[at]!
    const y = right[at]!
    if (x === y) continue
    if (/^\d/.test(x) && /^\d/.test(y) && Number(x) !== Number(y)) return Number(x) - Number(y)
    return x < y ? -1 : 1
  }
  return left.length - right.length
}
