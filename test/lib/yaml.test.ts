import { describe, expect, test } from 'vitest'
import { YamlError, readYaml, splitYamlDocuments } from '../../src/lib/yaml-read.ts'
import { writeYaml } from '../../src/lib/yaml-write.ts'

const complaint = (text: string): string => {
  try {
    readYaml(text)
    return 'read'
  } catch (error) {
    if (error instanceof YamlError) return error.message
    throw error
  }
}

describe('reading', () => {
  test('scalars mean what go-yaml makes of them', () => {
    expect(readYaml('{a: yes, b: "yes", c: 0644, d: 0x1F, e: 1e3, f: 12:30:45, g: ~, h: 1_000, i: 2024-01-01, n: x}'))
      .toEqual({ a: true, b: 'yes', c: 420, d: 31, e: 1000, f: '12:30:45', g: null, h: 1000, i: '2024-01-01', false: 'x' })
  })

  test('block scalars, anchors and merges', () => {
    expect(readYaml('a: |\n  x\n  y\nb: >-\n  p\n  q\n\n  r\nc: &c {k: 1}\nd: {<<: *c, l: 2}\n'))
      .toEqual({ a: 'x\ny\n', b: 'p q\nr', c: { k: 1 }, d: { k: 1, l: 2 } })
  })

  test('complaints carry libyaml\'s words and go-yaml\'s lines', () => {
    expect([
      'a: b\n\tc: d\n', 'a:\n  b: c\n d: e\n', 'a: b: c\n', 'a:\nb: {c: d\n', 'a:\n  b: "c\n', 'a: *x\n', 'a b\nc: d\n',
      'a: b\n%x\n', '? {k: v}\n: w\n',
    ].map(complaint)).toEqual([
      'line 2: found a tab character that violates indentation',
      'line 2: did not find expected key',
      'mapping values are not allowed in this context',
      "line 2: did not find expected ',' or '}'",
      'line 3: found unexpected end of stream',
      "unknown anchor 'x' referenced",
      'line 2: mapping values are not allowed in this context',
      'line 2: found unknown directive name',
      'invalid map key: map[interface {}]interface {}{"k":"v"}',
    ])
  })

  test('a stream is cut at lines of three dashes', () => {
    expect(splitYamlDocuments('---\na: 1\n---  # two\nb: 2\n')).toEqual(['a: 1\n', 'b: 2\n'])
    expect(() => splitYamlDocuments('--- x\n')).toThrow('invalid Yaml document separator: x')
  })
})

describe('writing', () => {
  test('quotes, folds and sorts as kubectl -o yaml does', () => {
    expect(writeYaml({
      a10: 'yes', a2: 'plain', list: [{ x: '', z: [] }, 'null'], text: 'a\nb\n', kept: 'x\n\n', colon: 'a: b',
      tab: 'a\tb\n', number: 1.5, none: null, time: '2024-01-01T00:00:00Z', quote: "it's: so",
      long: 'the quick brown fox jumps over the lazy dog and goes on and on until the line is full of words',
    })).toBe(`a2: plain
a10: "yes"
colon: 'a: b'
kept: |+
  x

list:
- x: ""
  z: []
- "null"
long: the quick brown fox jumps over the lazy dog and goes on and on until the line
  is full of words
none: null
number: 1.5
quote: 'it''s: so'
tab: "a\\tb\\n"
text: |
  a
  b
time: "2024-01-01T00:00:00Z"
`)
  })
})
