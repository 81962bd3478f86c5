/** Creating many objects at once: batches that double, so that a refusal stops the next ones. */

/**
 * pkg/controller/replicaset/replica_set.go, slowStartBatch. Within a batch the newest goroutine gets its turn first.
 * Returns how many succeeded; `make` throws on a refusal.
 */
export function slowStart(count: number, make: (index: number) => void): { made: number; error?: unknown } {
  let made = 0
  let next = 0
  for (let size = 1; next < count; size *= 2) {
    const batch = Math.min(size, count - next)
    let error: unknown
    for (const index of [next + batch - 1, ...Array.from({ length: batch - 1 }, (_, i) => next + i)]) {
      try {
        make(index)
        made++
      } catch (refusal) {
        error ??= refusal
      }
    }
    next += batch
    if (error !== undefined) return { made, error }
  }
  return { made }
}
