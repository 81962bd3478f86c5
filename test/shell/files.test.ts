/** The file system in memory. */
import { describe, expect, it } from 'vitest'
import { FileError } from '../../src/lib/files.ts'
import { createFiles } from '../../src/lib/memory-files.ts'

const make = (initial: Readonly<Record<string, string>> = {}) => createFiles({ now: () => 1000, initial })
const failure = (work: () => unknown): string => {
  try {
    work()
    return 'nothing'
  } catch (thrown) {
    if (thrown instanceof FileError) return `${thrown.code} ${thrown.path}`
    throw thrown
  }
}

describe('files in memory', () => {
  it('reads, writes, lists, renames and removes', () => {
    const files = make({ '/etc/hosts': 'a\n', '/var/log/': '' })
    files.write('/var/log/x', 'one\n')
    files.write('/var/log/x', 'two\n', { append: true })
    files.rename('/var/log/x', '/var/y')
    expect([files.readText('/var/y'), files.list('/'), files.list('/var')]).toEqual(['one\ntwo\n', ['dev', 'etc', 'var'], ['log', 'y']])
    files.remove('/var', { recursive: true })
    expect(files.exists('/var/y')).toBe(false)
  })
  it('fails as a kernel does', () => {
    const files = make({ '/d/f': 'x' })
    expect([
      failure(() => files.readText('/no')), failure(() => files.readText('/d')), failure(() => files.readText('/d/f/g')), failure(() => files.mkdir('/d')),
      failure(() => files.remove('/d')), failure(() => files.list('/d/f')), failure(() => files.write('/no/f', '')), failure(() => files.rename('/d', '/d/e')),
    ]).toEqual(['ENOENT /no', 'EISDIR /d', 'ENOTDIR /d/f/g', 'EEXIST /d', 'ENOTEMPTY /d', 'ENOTDIR /d/f', 'ENOENT /no/f', 'EINVAL /d/e'])
  })
  it('follows symlinks, and gives up on a circle', () => {
    const files = make({ '/a/f': 'text' })
    files.symlink('a', '/b')
    files.symlink('/b/f', '/c')
    files.symlink('/loop', '/loop')
    expect([files.readText('/c'), files.realpath('/c'), files.readlink('/c'), files.lstat('/c').type]).toEqual(['text', '/a/f', '/b/f', 'symlink'])
    expect(failure(() => files.readText('/loop'))).toBe('ELOOP /loop')
  })
  it('makes a mounted tree when it is first looked at', () => {
    const files = make()
    let made = 0
    files.mount('/config', () => {
      made++
      return new Map([['key', 'value'], ['sub/other', 'x']])
    }, { readOnly: true })
    expect(made).toBe(0)
    expect([files.list('/config'), files.readText('/config/sub/other'), made]).toEqual([['key', 'sub'], 'x', 1])
    expect(failure(() => files.write('/config/key', 'new'))).toBe('EROFS /config/key')
  })
  it('shows a volume in two places', () => {
    const volume = make()
    const [one, two] = [make(), make()]
    one.attach('/data', volume)
    two.attach('/mnt', volume, { readOnly: true, subPath: 'sub' })
    one.mkdir('/data/sub')
    one.write('/data/sub/f', 'shared')
    expect([two.readText('/mnt/f'), two.list('/mnt'), failure(() => two.write('/mnt/f', ''))]).toEqual(['shared', ['f'], 'EROFS /mnt/f'])
  })
  it('goes back to a snapshot', () => {
    const files = make({ '/f': 'before' })
    const snapshot = files.snapshot()
    files.write('/f', 'after')
    files.mkdir('/d')
    files.restore(snapshot)
    expect([files.readText('/f'), files.exists('/d')]).toEqual(['before', false])
  })
  it('keeps bytes that are no UTF-8 through text', () => {
    const files = make()
    const bytes = Uint8Array.from([0x30, 0x82, 0xff, 0xc3, 0xa9, 0x00])
    files.write('/a.der', bytes)
    files.write('/b.der', files.readText('/a.der'))
    expect(files.readBytes('/b.der')).toEqual(bytes)
    expect(files.stat('/b.der').size).toBe(6)
  })
})
