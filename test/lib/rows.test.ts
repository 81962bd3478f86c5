import { expect, test } from 'vitest'
import { row, renderRows } from '../../src/lib/rows.ts'
import { TABLE_LAYOUT, alignText } from '../../src/lib/tabwriter.ts'

test('columns reach over neighbouring lines only', () => {
  expect(renderRows([
    row(0, 'Name:', 'web'), row(0, 'Labels:', ''), row(0, 'Containers:'), row(1, 'nginx:'),
    row(2, 'Image:', 'nginx'), row(2, 'A long key:', 'x'), row(0, 'Events:', '<none>'),
  ])).toBe(`Name:    web
Labels:  
Containers:
  nginx:
    Image:       nginx
    A long key:  x
Events:          <none>
`)
})

test('a table has six wide columns at least, and remembers widths when asked to', () => {
  const remember: number[] = []
  expect(alignText('NAME\tA\tB\nlonger-name\tx\ty\n', TABLE_LAYOUT, remember))
    .toBe('NAME          A     B\nlonger-name   x     y\n')
  expect(alignText('n\tx\ty\n', TABLE_LAYOUT, remember)).toBe('n             x     y\n')
})
