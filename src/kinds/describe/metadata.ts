/** Labels, annotations and owners in descriptions. */
import { byCodePoint, sortedEntries } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'
import type { ObjectMeta } from '../object.ts'

type Texts = { readonly [key: string]: string } | undefined

/** One label a line behind the title (printLabelsMultiline). */
export function labelRows(title: string, labels: Texts, level = 0): Row[] {
  return listRows(title, sortedEntries(labels ?? {}).map(([key, value]) => `${key}=${value}`), level)
}

/** A title and its lines, the further ones under the first; "<none>" for no line. */
export function listRows(title: string, lines: readonly string[], level = 0): Row[] {
  if (lines.length === 0) return [row(level, `${title}:`, '<none>')]
  return lines.map((line, index) => row(level, index === 0 ? `${title}:` : '', line))
}

const ANNOTATION_MAX = 140

/** Upstream: `describe.go`, printAnnotationsMultiline. */
export function annotationRows(title: string, annotations: Texts): Row[] {
  const lines: string[] = []
  for (const key of Object.keys(annotations ?? {}).sort(byCodePoint)) {
    if (key === 'kubectl.kubernetes.io/last-applied-configuration') continue
    const value = annotations![key]!.replace(/\n$/, '')
    if (value.length + key.length + 2 <= ANNOTATION_MAX && !value.includes('\n')) {
      lines.push(`${key}: ${value}`)
      continue
    }
    lines.push(`${key}:`)
    for (const line of value.split('\n')) lines.push(`  ${shorten(line, ANNOTATION_MAX - 2)}`)
  }
  return listRows(title, lines)
}

const shorten = (text: string, max: number): string =>
  text.length > max ? `${text.slice(0, max)}...` : text

/** "ReplicaSet/web-5d4f", or no row. */
export function controllerRows(metadata: ObjectMeta): Row[] {
  const owner = metadata.ownerReferences?.find((o) => o.controller)
  return owner ? [row(0, 'Controlled By:', `${owner.kind}/${owner.name}`)] : []
}

/** Name, namespace, labels and annotations: how most descriptions begin. */
export function metadataRows(metadata: ObjectMeta): Row[] {
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
  ]
}

/** The same for kinds without a namespace. */
export function clusterMetadataRows(metadata: ObjectMeta): Row[] {
  return [
    row(0, 'Name:', metadata.name),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
  ]
}
