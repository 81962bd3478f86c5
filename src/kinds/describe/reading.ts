/** Reads other kinds by name, so that the descriptions of kinds need not import each other. */
import type { Reader } from '../kind.ts'
import type { Obj } from '../object.ts'

export function listOf<T extends Obj>(
  cluster: Reader, group: string, kindName: string, namespace?: string,
): readonly T[] {
  const kind = cluster.kindOf(group, kindName)
  return kind === undefined ? [] : (cluster.list(kind, namespace) as readonly T[])
}

export function getOf<T extends Obj>(
  cluster: Reader, group: string, kindName: string, namespace: string | undefined, name: string,
): T | undefined {
  const kind = cluster.kindOf(group, kindName)
  return kind === undefined ? undefined : (cluster.get(kind, namespace, name) as T | undefined)
}

/** What a describer goes on without when it may not be read. */
export function unlessForbidden<T>(read: () => T, otherwise: (reason: string) => T): T {
  try {
    return read()
  } catch (error) {
    return otherwise(error instanceof Error ? error.message : String(error))
  }
}
