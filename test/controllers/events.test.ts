import { expect, it } from 'vitest'
import { createEventRecorder } from '../../src/controllers/events.ts'
import { Pod } from '../../src/kinds/core/pod.ts'
import { cluster } from './cluster.ts'

it('counts repeats, combines what is alike and drops floods, as client-go does', () => {
  const lab = cluster()
  lab.pod('p', { containers: [{ name: 'c', image: 'nginx' }], schedulerName: 'nobody' })
  lab.world.drain()
  const pod = lab.api.get(Pod, 'default', 'p')!
  let ticks = 0
  const tell = createEventRecorder(lab.api, { component: 'tester' }, () => ticks++)
  tell(pod, 'Normal', 'Same', 'again')
  tell(pod, 'Normal', 'Same', 'again')
  for (let i = 0; i < 12; i++) tell(pod, 'Normal', 'Alike', `number ${i}`)
  for (let i = 0; i < 20; i++) tell(pod, 'Warning', 'Flood', 'water')
  expect(lab.told('p')).toEqual([
    'Normal Same x2: again',
    ...Array.from({ length: 9 }, (_, i) => `Normal Alike x1: number ${i}`),
    'Normal Alike x3: (combined from similar events): number 11',
    'Warning Flood x11: water',
  ])
})
