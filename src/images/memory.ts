/** Amounts of memory as stress writes them: "250M" are 250 times 1024 squared bytes. */

export function parseMemory(text: string): number {
  const parts = /^(\d+)([KMGkmgBb]?)i?$/.exec(text)
  if (parts === null) return 0
  return Number(parts[1]) * 1024 ** ['', 'K', 'M', 'G'].indexOf((parts[2] ?? '').toUpperCase().replace('B', ''))
}
