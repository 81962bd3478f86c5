/** Durations as sleep and timeout take them: `5`, `0.5`, `2m`, `1h`, `infinity`. */

const UNITS: Readonly<Record<string, number>> = {
  '': 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Milliseconds, or undefined. */
export function parseDuration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY
  const match = /^(\d+\.?\d*(?:e\d+)?|\.\d+)([smhd]?)$/i.exec(text)
  return match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1000) : undefined
}
