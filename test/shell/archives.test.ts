/** Archives: the real tar reads ours, and ours come back byte for byte. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { harness } from './harness.ts'

it('packs what the real tar can list', () => {
  const { run, files } = harness({}, { '/root/d/a': 'hi\n', '/root/d/e/b': 'yo\n' })
  run('ln -s a d/l; tar czf x.tgz d')
  const { stdout } = spawnSync('tar', ['tzf', '-'], { input: files.readBytes('/root/x.tgz'), encoding: 'utf8' })
  expect(stdout).toBe('d/\nd/a\nd/e/\nd/e/b\nd/l\n')
})

it('keeps every byte on the way through a pipe', () => {
  const { run, files } = harness()
  files.write('/root/f', Uint8Array.from({ length: 256 }, (_, byte) => byte))
  run('tar cf - f | gzip | base64 | base64 -d | gunzip | tar xf - -C /tmp')
  expect(files.readBytes('/tmp/f')).toEqual(files.readBytes('/root/f'))
})

it('does not let a name climb out of the folder', () => {
  const { run, files } = harness({}, { '/root/evil': 'x' })
  run('cd /tmp; tar cf a.tar ../root/evil; rm /root/evil; mkdir in; tar xf a.tar -C in')
  expect([files.exists('/root/evil'), files.list('/tmp/in')]).toEqual([false, ['root']])
})
