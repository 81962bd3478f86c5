/** A container's log: a part of it, with times, and for as long as somebody follows. */
import { badRequestError } from '../../apiserver/errors.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { LogLine } from '../../kubectl/cluster.ts'
import { NO_CACHE } from '../respond.ts'
import type { StreamCall, StreamParts } from './streams.ts'
import { containerOf } from './streams.ts'

const POLL_MS = 1_000

/** pkg/registry/core/pod/rest/log.go and pkg/kubelet/kubelet_pods.go, validateContainerLogStatus. */
export async function answerLog({ world, changed }: StreamParts, call: StreamCall, pod: PodObject): Promise<void> {
  const { query, response } = call
  const container = containerOf(pod, query.get('container'))
  const { namespace = '', name } = pod.metadata
  if ((pod.spec.nodeName ?? '') === '') {
    response.writeHead(204, NO_CACHE)
    response.end()
    return
  }
  const previous = isSet(query, 'previous')
  const at = { namespace, pod: name, container }
  const first = world.containers.log(at, previous)
  if (first === undefined) throw badRequestError(whyNot(pod, container, previous))
  const write = (lines: readonly LogLine[]): void => {
    if (lines.length > 0) response.write(lines.map((line) => shown(line, isSet(query, 'timestamps'))).join(''))
  }
  response.writeHead(200, { ...NO_CACHE, 'Content-Type': 'text/plain' })
  response.flushHeaders()
  write(selected(first, query, world.now))
  let seen = first.length
  while (isSet(query, 'follow') && !response.destroyed) {
    const lines = world.containers.log(at, previous) ?? []
    if (lines.length > seen) write(lines.slice(seen))
    seen = lines.length
    if (ended(world.server.reader.get(call.kind, namespace, name) as PodObject | undefined, container)) break
    await changed(POLL_MS)
  }
  response.end()
}

const isSet = (query: URLSearchParams, name: string): boolean => ['true', '1', ''].includes(query.get(name) ?? 'no')

const shown = ({ atMs, text }: LogLine, timestamps: boolean): string =>
  `${timestamps ? `${new Date(atMs).toISOString().replace('Z', '000000Z')} ` : ''}${text.endsWith('\n') ? text : `${text}\n`}`

function selected(lines: readonly LogLine[], query: URLSearchParams, now: number): readonly LogLine[] {
  const seconds = query.get('sinceSeconds')
  const since = seconds !== null ? now - Number(seconds) * 1000 : query.get('sinceTime') !== null ? Date.parse(query.get('sinceTime')!) : undefined
  const young = since === undefined ? lines : lines.filter((line) => line.atMs >= since)
  const tail = query.get('tailLines')
  return tail === null ? young : Number(tail) === 0 ? [] : young.slice(-Number(tail))
}

function ended(pod: PodObject | undefined, container: string): boolean {
  const status = [...(pod?.status?.containerStatuses ?? []), ...(pod?.status?.initContainerStatuses ?? [])].find((s) => s.name === container)
  return pod === undefined || status?.state?.terminated !== undefined
}

function whyNot(pod: PodObject, container: string, previous: boolean): string {
  if (previous) return `previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)} not found`
  const status = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find((s) => s.name === container)
  const reason = status?.state?.waiting?.reason ?? 'ContainerCreating'
  const because = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName'].includes(reason) ? 'trying and failing to pull image' : reason
  return `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)} is waiting to start: ${because}`
}
