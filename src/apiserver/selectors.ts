/** Label and field selectors, parsed once and applied to many objects. */
import type { LabelSelector } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj } from '../kinds/object.ts'
import { badRequestError } from './errors.ts'

export type Labels = { readonly [key: string]: string }

/** `app=web,tier!=db,env in (a,b),!legacy`; upstream: apimachinery/pkg/labels/selector.go. */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const tests = splitTopLevel(text).map(labelTest)
  return (labels) => tests.every((test) => test(labels))
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const c of text) {
    if (c === '(') depth++
    if (c === ')') depth--
    if (c === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += c
  }
  return [...parts, part].map((p) => p.trim()).filter((p) => p !== '')
}

function labelTest(text: string): (labels: Labels) => boolean {
  const set = /^([^\s!=()]+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text)
  if (set) {
    const [, key, operator, list] = set as unknown as [string, string, string, string]
    const values = list.split(',').map((v) => v.trim())
    return operator === 'in'
      ? (labels) => labels[key] !== undefined && values.includes(labels[key])
      : (labels) => labels[key] === undefined || !values.includes(labels[key])
  }
  const equal = /^([^\s!=()]+)\s*(==|=|!=)\s*([^\s!=()]*)$/.exec(text)
  if (equal) {
    const [, key, operator, value] = equal as unknown as [string, string, string, string]
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value
  }
  const absent = /^!\s*([^\s!=()]+)$/.exec(text)
  if (absent) return (labels) => labels[absent[1]!] === undefined
  if (/^[^\s!=()]+$/.test(text)) return (labels) => labels[text] !== undefined
  throw badRequestError(`unable to parse requirement: found '${text}', expected: ',' or 'end of string'`)
}

/** `metadata.name=web,status.phase!=Running`; only fields that the kind declares. */
export function parseFieldSelector(text: string, kind: Kind): (object: Obj) => boolean {
  const tests = text.split(',').filter((p) => p !== '').map((part) => {
    const m = /^([^!=]+)(==|=|!=)(.*)$/.exec(part)
    if (!m) throw badRequestError(`invalid selector: '${text}'; can't understand '${part}'`)
    const [, path, operator, value] = m as unknown as [string, string, string, string]
    const read = fieldOf(kind, path)
    return (object: Obj) => (read(object) === value) === (operator !== '!=')
  })
  return (object) => tests.every((test) => test(object))
}

function fieldOf(kind: Kind, path: string): (object: Obj) => string {
  if (path === 'metadata.name') return (o) => o.metadata.name
  if (path === 'metadata.namespace' && kind.namespaced) return (o) => o.metadata.namespace ?? ''
  const own = kind.selectable?.[path]
  if (own) return own
  throw badRequestError(`field label not supported: ${path}`)
}

/** A LabelSelector object; an empty one selects everything, an absent one nothing. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false
  const have = labels ?? {}
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (have[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
    switch (operator) {
      case 'In': return have[key] !== undefined && (values ?? []).includes(have[key])
      case 'NotIn': return have[key] === undefined || !(values ?? []).includes(have[key])
      case 'Exists': return have[key] !== undefined
      case 'DoesNotExist': return have[key] === undefined
      default: return false
    }
  })
}

/** A map selector as Services have: every pair must be there. */
export function matchesLabels(selector: Labels, labels: Labels | undefined): boolean {
  for (const key in selector) if (labels?.[key] !== selector[key]) return false
  return true
}
