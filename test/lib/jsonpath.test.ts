import { expect, test } from 'vitest'
import { jsonPath, relaxedJsonPath } from '../../src/lib/jsonpath/jsonpath.ts'
import { goTemplate } from '../../src/lib/go-template/template.ts'

const list = {
  items: [
    { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } }, spec: { replicas: 1, on: true } },
    { metadata: { name: 'b' }, spec: { replicas: 3 } },
  ],
}
const print = (template: string): string => jsonPath(template, { allowMissingKeys: true }).print(list)

test('paths, ranges, filters, unions, slices', () => {
  expect([
    '{.items[*].metadata.name}', '{range .items[*]}{.metadata.name}={.spec.replicas}{"\\n"}{end}done',
    '{.items[?(@.spec.replicas>1)].metadata.name}', '{.items[-1:].metadata.name}', '{..name}',
    "{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "{.items[*]['metadata.name', 'spec.replicas']}",
    '{.items[?(@.spec.on)].spec}', '{.nosuch}',
  ].map(print)).toEqual([
    'a b', 'a=1\nb=3\ndone', 'b', 'b', 'a b', 'x', 'a b 1 3', '{"on":true,"replicas":1}', '',
  ])
})

test('complaints are kubectl\'s', () => {
  expect(() => jsonPath('{.items[*')).toThrow('unterminated array')
  expect(() => jsonPath('{.items[?(!@.a)]}')).toThrow("unrecognized character in action: U+0021 '!'")
  expect(() => jsonPath('{.nosuch}').print(list)).toThrow('nosuch is not found')
  expect(() => print('{.items[9]}')).toThrow('array index out of bounds: index 9, length 2')
  expect(relaxedJsonPath('metadata.name')).toBe('{.metadata.name}')
})

const render = (template: string): string => {
  let out = ''
  goTemplate('output', template).run(list, text => { out += text })
  return out
}

test('Go templates', () => {
  expect([
    '{{range $i, $e := .items}}{{if $i}}, {{end}}{{$e.metadata.name}}{{end}}', '{{len .items}}',
    '{{with index .items 1}}{{.spec.replicas | printf "%v!"}}{{end}}', '{{.nosuch}}', '{{define "t"}}<{{.}}>{{end}}{{template "t" "x"}}',
    'a  {{- " b" -}}  c', '{{if and (eq 1 1) (lt 1 2)}}yes{{else}}no{{end}}',
  ].map(render)).toEqual(['a, b', '2', '3!', '<no value>', '<x>', 'a bc', 'yes'])
  expect(() => goTemplate('output', '{{.items')).toThrow('template: output:1: unclosed action')
  expect(() => render('{{.items.x}}')).toThrow(
    'template: output:1:8: executing "output" at <.items.x>: can\'t evaluate field x in type interface {}')
})
