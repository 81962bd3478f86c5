/** componentstatuses: what the API server finds when it asks the other parts of the control plane how they are. */
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { notFoundError } from '../errors.ts'
import type { Handler } from '../server.ts'
import { toTable } from '../table.ts'
import { ok } from './read.ts'

const COMPONENTS = ['scheduler', 'controller-manager', 'etcd-0']

/** pkg/registry/core/componentstatus/rest.go */
const statusOf = (kind: Kind, name: string): Obj => ({
  apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name } as Obj['metadata'],
  conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
}) as Obj

export const componentStatus: Handler = (request, kind, server) => {
  const { name, options } = request
  if (name !== undefined && !COMPONENTS.includes(name)) throw notFoundError({ group: '', resource: 'componentstatus' }, name)
  const items = (name === undefined ? COMPONENTS : [name]).map((component) => statusOf(kind, component))
  if (options?.as === 'table') return ok(toTable(kind, items, server.now(), {}, options.includeObject))
  return ok(name === undefined ? { kind: `${kind.kind}List`, apiVersion: 'v1', metadata: {} as never, items } : items[0]!)
}
