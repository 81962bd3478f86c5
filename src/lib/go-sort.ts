/** Go's sort.Sort: not stable, but always the same; what kubectl --sort-by does to equal keys shows it. */

interface Order { less(a: number, b: number): boolean; swap(a: number, b: number): void }

/** Upstream: Go `sort/zsortinterface.go`. Sorts in place. */
export const goSort = <T>(items: T[], less: (a: T, b: T) => boolean): void => {
  const order: Order = {
    less: (a, b) => less(items[a]!, items[b]!),
    swap: (a, b) => {
      const held = items[a]!
      items[a] = items[b]!
      items[b] = held
    },
  }
  pdq(order, 0, items.length, 32 - Math.clz32(items.length))
}

const SMALL = 12

const insertion = (o: Order, a: number, b: number): void => {
  for (let i = a + 1; i < b; i++) for (let j = i; j > a && o.less(j, j - 1); j--) o.swap(j, j - 1)
}

const siftDown = (o: Order, low: number, high: number, first: number): void => {
  let root = low
  for (;;) {
    let child = 2 * root + 1
    if (child >= high) return
    if (child + 1 < high && o.less(first + child, first + child + 1)) child++
    if (!o.less(first + root, first + child)) return
    o.swap(first + root, first + child)
    root = child
  }
}

const heap = (o: Order, a: number, b: number): void => {
  const high = b - a
  for (let i = Math.trunc((high - 1) / 2); i >= 0; i--) siftDown(o, i, high, a)
  for (let i = high - 1; i >= 0; i--) {
    o.swap(a, a + i)
    siftDown(o, 0, i, a)
  }
}

const pdq = (o: Order, from: number, to: number, bad: number): void => {
  let a = from
  let b = to
  let limit = bad
  let balanced = true
  let partitioned = true
  for (;;) {
    const length = b - a
    if (length <= SMALL) return insertion(o, a, b)
    if (limit === 0) return heap(o, a, b)
    if (!balanced) {
      breakPatterns(o, a, b)
      limit--
    }
    let [pivot, hint] = choosePivot(o, a, b)
    if (hint === 'decreasing') {
      reverse(o, a, b)
      pivot = b - 1 - (pivot - a)
      hint = 'increasing'
    }
    if (balanced && partitioned && hint === 'increasing' && partialInsertion(o, a, b)) return
    if (a > 0 && !o.less(a - 1, pivot)) {
      a = partitionEqual(o, a, b, pivot)
      continue
    }
    const [middle, already] = partition(o, a, b, pivot)
    partitioned = already
    const left = middle - a
    const right = b - middle
    const threshold = Math.trunc(length / 8)
    if (left < right) {
      balanced = left >= threshold
      pdq(o, a, middle, limit)
      a = middle + 1
    } else {
      balanced = right >= threshold
      pdq(o, middle + 1, b, limit)
      b = middle
    }
  }
}

const partition = (o: Order, a: number, b: number, pivot: number): [middle: number, already: boolean] => {
  o.swap(a, pivot)
  let i = a + 1
  let j = b - 1
  while (i <= j && o.less(i, a)) i++
  while (i <= j && !o.less(j, a)) j--
  if (i > j) {
    o.swap(j, a)
    return [j, true]
  }
  o.swap(i++, j--)
  for (;;) {
    while (i <= j && o.less(i, a)) i++
    while (i <= j && !o.less(j, a)) j--
    if (i > j) break
    o.swap(i++, j--)
  }
  o.swap(j, a)
  return [j, false]
}

const partitionEqual = (o: Order, a: number, b: number, pivot: number): number => {
  o.swap(a, pivot)
  let i = a + 1
  let j = b - 1
  for (;;) {
    while (i <= j && !o.less(a, i)) i++
    while (i <= j && o.less(a, j)) j--
    if (i > j) return i
    o.swap(i++, j--)
  }
}

const STEPS_MAX = 5
const SHORTEST_SHIFTING = 50

const partialInsertion = (o: Order, a: number, b: number): boolean => {
  let i = a + 1
  for (let step = 0; step < STEPS_MAX; step++) {
    while (i < b && !o.less(i, i - 1)) i++
    if (i === b) return true
    if (b - a < SHORTEST_SHIFTING) return false
    o.swap(i, i - 1)
    if (i - a >= 2) for (let j = i - 1; j >= 1 && o.less(j, j - 1); j--) o.swap(j, j - 1)
    if (b - i >= 2) for (let j = i + 1; j < b && o.less(j, j - 1); j++) o.swap(j, j - 1)
  }
  return false
}

/** A xorshift seeded by the length. */
const breakPatterns = (o: Order, a: number, b: number): void => {
  const length = b - a
  if (length < 8) return
  let random = BigInt(length)
  const next = (): bigint => {
    random ^= BigInt.asUintN(64, random << 13n)
    random ^= random >> 7n
    random ^= BigInt.asUintN(64, random << 17n)
    return random
  }
  const modulus = 1 << (32 - Math.clz32(length))
  const index = a + Math.trunc(length / 4) * 2 - 1
  for (let i = 0; i < 3; i++) {
    let other = Number(next() & BigInt(modulus - 1))
    if (other >= length) other -= length
    o.swap(index - 1 + i, a + other)
  }
}

type Hint = 'unknown' | 'increasing' | 'decreasing'
const NINTHER = 50
const SWAPS_MAX = 12

const choosePivot = (o: Order, a: number, b: number): [pivot: number, hint: Hint] => {
  const length = b - a
  const quarter = Math.trunc(length / 4)
  let swaps = 0
  const median = (x: number, y: number, z: number): number => {
    let [p, q, r] = [x, y, z]
    if (o.less(q, p)) {
      swaps++
      ;[p, q] = [q, p]
    }
    if (o.less(r, q)) {
      swaps++
      ;[q, r] = [r, q]
    }
    if (o.less(q, p)) {
      swaps++
      ;[p, q] = [q, p]
    }
    return q
  }
  let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3]
  if (length >= 8) {
    if (length >= NINTHER) {
      i = median(i - 1, i, i + 1)
      j = median(j - 1, j, j + 1)
      k = median(k - 1, k, k + 1)
    }
    j = median(i, j, k)
  }
  if (swaps === 0) return [j, 'increasing']
  return [j, swaps === SWAPS_MAX ? 'decreasing' : 'unknown']
}

const reverse = (o: Order, a: number, b: number): void => {
  for (let i = a, j = b - 1; i < j; i++, j--) o.swap(i, j)
}
