/** Sets of completion indexes, written as ranges: "0-2,5". */

export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b)
  const ranges: string[] = []
  for (let i = 0; i < sorted.length;) {
    let end = i
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end]! + 1) end++
    const [from, to] = [sorted[i]!, sorted[end]!]
    ranges.push(from === to ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`)
    i = end + 1
  }
  return ranges.join(',')
}

export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>()
  for (const range of (text ?? '').split(',').filter((r) => r !== '')) {
    const [from, to = from] = range.split('-').map(Number) as [number, number?]
    for (let i = from; i <= to; i++) indexes.add(i)
  }
  return indexes
}
