/** A world from its journal is the world that wrote it. */
import { mkdtempSync, appendFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { ApiRequest } from '../../src/apiserver/request.ts'
import { beginJournal, readJournal, replayJournal } from '../../src/http/journal.ts'
import { ADMIN, createWorld } from '../../src/lab/world.ts'

it('brings back every write, UIDs and all', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'kubedrill-journal-')), 'journal')
  const start = { seed: 3, addons: [], startMs: Date.UTC(2026, 0, 1), pace: 'settle' } as const
  const first = createWorld(start)
  first.settle()
  const journal = beginJournal(file, start)
  const deployment = (name: string) => ({
    metadata: { name }, spec: { replicas: 2, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } },
  })
  for (const name of ['a', 'b', 'a']) {
    const request: ApiRequest = { verb: 'create', group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default', body: deployment(name), user: ADMIN }
    first.advance(700)
    journal.append(first.now, request)
    first.server.handle(request)
    first.settle({ pause: false, probation: false })
  }
  appendFileSync(file, '{"at":17,"requ')
  const { start: again, entries } = readJournal(file)!
  const second = createWorld(again)
  second.settle()
  replayJournal(second, entries, again.pace)
  expect(entries.length).toBe(3)
  expect(second.dump()).toEqual(first.dump())
})
