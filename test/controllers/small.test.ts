import { expect, it } from 'vitest'
import { due, nextRun } from '../../src/controllers/cron-job/schedule.ts'
import { sortedByHash } from '../../src/controllers/endpoints/service-pods.ts'
import { formatIndexes, parseIndexes } from '../../src/controllers/job/indexes.ts'
import { createAddresses } from '../../src/controllers/kubelet/addresses.ts'
import { slowStart } from '../../src/controllers/slow-start.ts'
import { templateHash } from '../../src/controllers/template-hash.ts'
import type { CronJob, Node } from '../../src/kinds/generated/api-types.ts'

it('names pod templates by ten letters only, whatever the order of their fields', () => {
  expect(templateHash({ a: 1, b: { c: [2], d: undefined } })).toBe(templateHash({ b: { c: [2] }, a: 1 }))
  for (let i = 0; i < 200; i++) expect(templateHash({ i })).toMatch(/^[456789bcdf]{1,10}$/)
})

it('writes and reads ranges of indexes', () => {
  expect(formatIndexes([7, 0, 1, 2, 4, 5])).toBe('0-2,4,5,7')
  expect([...parseIndexes('0-2,4,5,7')]).toEqual([0, 1, 2, 4, 5, 7])
})

it('creates in batches that double, the newest of a batch first, and stops at a refusal', () => {
  const order: number[] = []
  expect(slowStart(6, (i) => order.push(i))).toEqual({ made: 6 })
  expect(order).toEqual([0, 2, 1, 5, 3, 4])
  const refusal = new Error('full')
  expect(slowStart(9, (i) => {
    if (i === 2) throw refusal
  })).toEqual({ made: 2, error: refusal })
})

it('gives addresses round and round, and borrows a block when a node is full', () => {
  const addresses = createAddresses()
  const node = { metadata: { name: 'n' }, spec: { podCIDR: '172.17.1.0/29' } } as Node
  const taken = Array.from({ length: 6 }, () => addresses.take(node, [node]))
  expect(taken).toEqual(['172.17.1.2', '172.17.1.3', '172.17.1.4', '172.17.1.5', '172.17.1.6', '172.17.255.2'])
  addresses.release('172.17.1.3')
  expect(addresses.take(node, [node])).toBe('172.17.1.3')
})

it('knows when a cron job is due, in its own time zone', () => {
  const job = (schedule: string, timeZone?: string) => ({
    metadata: { creationTimestamp: '2026-06-01T09:00:00Z' }, spec: { schedule, ...(timeZone === undefined ? {} : { timeZone }) },
  }) as CronJob
  const now = Date.parse('2026-06-01T09:07:30Z')
  expect(due(job('*/5 * * * *'), now)).toEqual({ lastMs: Date.parse('2026-06-01T09:05:00Z'), many: false })
  expect(nextRun(job('0 3 * * *', 'Europe/Berlin'), now)).toBe(Date.parse('2026-06-02T01:00:00Z'))
  expect(due(job('* * * * *'), now + 365 * 86_400_000).many).toBe(true)
})

it('orders ports as the hashes of their Go values fall', () => {
  const [http, tls] = [{ name: 'http', port: 80, protocol: 'TCP' }, { name: 'tls', port: 443, protocol: 'TCP' }]
  expect(sortedByHash([http, tls], false)).toEqual([http, tls])
  expect(sortedByHash([http, tls], true)).toEqual([tls, http])
})
