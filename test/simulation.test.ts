/** The laws of every world: same seed and transcript, same bytes; undo is a replay; what the controllers leave behind is sound. */
import { describe, expect, it } from 'vitest'
import { Pod } from '../src/kinds/core/pod.ts'
import { EndpointSlice } from '../src/kinds/discovery/endpoint-slice.ts'
import type { Obj } from '../src/kinds/object.ts'
import { labIds, loadLab } from '../src/lab/scenario/load.ts'
import type { Session } from '../src/lab/session.ts'
import { openSession } from '../src/lab/session.ts'

const SEEDS = [1, 2, 3, 40, 500]

const WORK = [
  'kubectl create deployment web --image=nginx --replicas=3 --port=80',
  'kubectl expose deployment web --port=80',
  'kubectl set image deployment/web nginx=nginx:1.27',
  'kubectl delete pod -l app=web --wait=false',
  'kubectl scale deployment web --replicas=5',
  'kubectl create configmap c --from-literal=a=b; kubectl run one --image=busybox -- sh -c "echo hi; exit 3"',
  'sleep 40',
]

async function worked(open: () => Promise<Session>, lines = WORK): Promise<{ session: Session; said: string }> {
  const session = await open()
  let said = ''
  for (const run of lines) {
    await session.perform({ run }, (stream, text) => {
      said += `${stream}: ${text}`
    })
  }
  return { session, said }
}

const worlds = [
  { name: 'the empty cluster', open: (seed: number) => () => openSession({ seed }) },
  ...labIds().map((id) => ({ name: id, open: (seed: number) => () => openSession({ seed, lab: loadLab(id) }) })),
]

describe.each(worlds)('$name', ({ open }) => {
  it.each(SEEDS)('is the same twice with seed %i', async (seed) => {
    const [one, two] = [await worked(open(seed)), await worked(open(seed))]
    expect(one.said).toBe(two.said)
    expect(JSON.stringify(one.session.dump())).toBe(JSON.stringify(two.session.dump()))
  })
  it('forgets undone lines without a trace', async () => {
    const [one, two] = [await worked(open(7)), await worked(open(7), WORK.slice(0, -2))]
    await one.session.undo(2)
    expect(JSON.stringify(one.session.dump())).toBe(JSON.stringify(two.session.dump()))
  })
  it('leaves a sound cluster', async () => {
    const { session } = await worked(open(1))
    const { reader, store } = session.world.server
    const ready = new Set(reader.list(Pod).filter(isReady).map((p) => p.status?.podIP))
    const lost = reader.list(EndpointSlice).flatMap((s) => s.endpoints ?? [])
      .filter((e) => e.targetRef?.kind === 'Pod' && e.conditions?.ready && !ready.has(e.addresses[0]))
    expect(lost).toEqual([])
    const all = session.world.dump().objects as Obj[]
    const uids = new Set(all.map((o) => o.metadata.uid))
    const orphans = all.filter((o) => (o.metadata.ownerReferences ?? []).some((r) => !uids.has(r.uid)))
    expect(orphans.map((o) => `${o.kind} ${o.metadata.name}`)).toEqual([])
    const revisions = store.since(0).map((c) => c.revision)
    expect(revisions.every((r, i) => i === 0 || r > revisions[i - 1]!)).toBe(true)
  })
})

const isReady = (pod: { status?: { conditions?: { type: string; status: string }[] } }): boolean =>
  (pod.status?.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True')
