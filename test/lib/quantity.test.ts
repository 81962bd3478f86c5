import { expect, test } from 'vitest'
import { goDuration, humanDuration, parseGoDuration } from '../../src/lib/duration.ts'
import { parseQuantity } from '../../src/lib/quantity.ts'

test('quantities are written canonically', () => {
  const canonical = (text: string) => parseQuantity(text).toString()
  expect(['0.5', '1000m', '1024Mi', '1500Mi', '1.5Gi', '1e3', '100000', '0', '1Ki', '512', '12e6',
    '8141208Ki', '0.1Mi', '1.0', '-5m', '3000000'].map(canonical)).toEqual(
    ['500m', '1', '1Gi', '1500Mi', '1536Mi', '1e3', '100k', '0', '1Ki', '512', '12e6',
      '8141208Ki', '104857600m', '1', '-5m', '3M'])
})

test('a sum keeps the left format, and values round up', () => {
  expect(parseQuantity('1Gi').add(parseQuantity('1M')).toString()).toBe('1074741824')
  expect(parseQuantity('100m').value()).toBe(1)
  expect(() => parseQuantity('1x')).toThrow('quantities must match the regular expression')
  expect(() => parseQuantity('1Kii')).toThrow("unable to parse quantity's suffix")
})

test('durations', () => {
  const seconds = [0, 119, 120, 601, 3 * 3600, 7 * 3600 + 60, 50 * 3600, 9 * 86400, 800 * 86400]
  expect(seconds.map(s => humanDuration(s * 1000)))
    .toEqual(['0s', '119s', '2m', '10m', '3h', '7h1m', '2d2h', '9d', '2y70d'])
  expect(goDuration(90_500)).toBe('1m30.5s')
  expect(parseGoDuration('1h2m')).toBe(3_720_000)
  expect(parseGoDuration('5')).toEqual({ error: 'time: missing unit in duration "5"' })
})
