/** kubectl explain, whole texts. */
import { expect, test } from 'vitest'
import { explain } from '../../src/kinds/openapi/explain.ts'
import { type JsonSchema, publishedType } from '../../src/kinds/openapi/published-schema.ts'

const node = {
  group: '', version: 'v1', kind: 'Node', schema: publishedType('io.k8s.api.core.v1.Node')!,
}

test('a scalar field shows its description and nothing else', () => {
  expect(explain(node, ['spec', 'podCIDR'], false)).toEqual({
    text: `KIND:       Node
VERSION:    v1

FIELD: podCIDR <string>


DESCRIPTION:
    PodCIDR represents the pod IP range assigned to the node.
    

`,
  })
})

test('a recursive listing shows types, requirements and values', () => {
  expect(explain(node, ['spec', 'taints'], true).text.split('FIELDS:\n')[1]).toBe(
    `  effect\t<string> -required-
  enum: NoExecute, NoSchedule, PreferNoSchedule
  key\t<string> -required-
  timeAdded\t<string>
  value\t<string>

`)
})

test('an unknown field is an error behind the head', () => {
  expect(explain(node, ['spec', 'nosuch', 'last'], false)).toEqual({
    text: 'KIND:       Node\nVERSION:    v1\n\n', error: 'field "last" does not exist',
  })
})

test('a schema that contains itself ends', () => {
  const crd = publishedType(
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition')!
  const subject = {
    group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition', schema: crd,
  }
  const path = ['spec', 'versions', 'schema', 'openAPIV3Schema']
  expect(explain(subject, path, true).text).toContain('  properties\t<map[string]JSONSchemaProps>\n')
})

test('fields of custom resources without a description say so', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: { size: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['size'],
  }
  expect(explain({ group: 'a.com', version: 'v2', kind: 'Box', schema }, [], false).text).toBe(
    `GROUP:      a.com
KIND:       Box
VERSION:    v2

DESCRIPTION:
    <empty>
FIELDS:
  size\t<integer> -required-
    <no description>

  tags\t<[]string>
    <no description>


`)
})
