/** No request body, however wrong, breaks the server: manifests of the recordings with every field dropped, nulled or of another type. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { load } from 'js-yaml'
import { expect, it } from 'vitest'
import type { AnyObj } from '../../src/kinds/object.ts'
import { parseGroupVersion } from '../../src/kinds/object.ts'
import { createWorld } from '../../src/lab/world.ts'
import { readYaml, splitYamlDocuments } from '../../src/lib/yaml-read.ts'

const CASES = path.join(import.meta.dirname, '../conformance/kubernetes/visible')
const USER = { name: 'admin', groups: ['system:masters'] }
const DROPPED = Symbol('dropped')
const WRONG: readonly unknown[] = [DROPPED, null, '', 'x', -1, 1e21, true, [], {}, [null], JSON.parse('{"__proto__": null, "constructor": 1}')]
const PATHS_MAX = 60
const SHOWN_MAX = 40

/** One manifest for every kind and set of fields is enough. */
function manifests(): AnyObj[] {
  const found = new Map<string, AnyObj>()
  for (const topic of readdirSync(CASES)) {
    for (const file of readdirSync(path.join(CASES, topic))) {
      const { files = {} } = load(readFileSync(path.join(CASES, topic, file), 'utf8')) as { files?: Record<string, string> }
      for (const document of Object.values(files).flatMap(documentsOf)) {
        try {
          const object = readYaml(document) as AnyObj
          if (typeof object?.kind === 'string' && object.metadata) found.set(`${object.kind} ${Object.keys(object['spec'] ?? {}).join()}`, object)
        } catch {
          // some are no YAML on purpose
        }
      }
    }
  }
  return [...found.values()]
}

function documentsOf(text: string): string[] {
  try {
    return splitYamlDocuments(text)
  } catch {
    return []
  }
}

type Path = readonly (string | number)[]

function pathsOf(value: unknown, at: Path = []): Path[] {
  const own = at.length === 0 ? [] : [at]
  if (typeof value !== 'object' || value === null) return own
  return [...own, ...Object.entries(value).flatMap(([key, v]) => pathsOf(v, [...at, Array.isArray(value) ? Number(key) : key]))]
}

function spoilt(object: AnyObj, at: Path, wrong: unknown): AnyObj {
  const body = structuredClone(object)
  const parent = at.slice(0, -1).reduce((o: any, step) => o[step], body) as any
  if (wrong === DROPPED && Array.isArray(parent)) parent.splice(at.at(-1) as number, 1)
  else if (wrong === DROPPED) delete parent[at.at(-1)!]
  else parent[at.at(-1)!] = wrong
  return body
}

it('answers every spoilt manifest with a status', { timeout: 300_000 }, () => {
  const broken = new Map<string, string>()
  for (const object of manifests()) {
    const { group, version } = parseGroupVersion(String(object.apiVersion ?? ''))
    const { server } = createWorld({ seed: 1 })
    const kind = server.kinds.byKind(group, object.kind)
    if (kind === undefined) continue
    for (const at of pathsOf(object).slice(0, PATHS_MAX)) {
      for (const wrong of WRONG) {
        try {
          server.handle({
            verb: 'create', group, version, resource: kind.plural, user: USER, body: spoilt(object, at, wrong),
            options: { dryRun: true, fieldValidation: 'Ignore' }, ...(kind.namespaced ? { namespace: 'default' } : {}),
          })
        } catch (error) {
          const where = (error as Error).stack?.split('\n').slice(0, 2).join(' ') ?? ''
          broken.set(where, `${object.kind} ${at.join('.')} = ${JSON.stringify(wrong === DROPPED ? 'dropped' : wrong)}: ${where}`)
        }
      }
    }
  }
  expect([...broken.values()].slice(0, SHOWN_MAX)).toEqual([])
})
