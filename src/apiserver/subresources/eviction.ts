/** Evicts a pod: a deletion that asks the disruption budgets first. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Pod as PodObject, PodDisruptionBudget as BudgetObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts'
import { timestamp } from '../../kinds/age.ts'
import type { ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { internalError, notFoundError, tooManyRequestsError } from '../errors.ts'
import { isMap } from '../patch/schema.ts'
import type { ApiRequest, RequestOptions } from '../request.ts'
import { matchesSelector } from '../selectors.ts'
import type { Handler } from '../server.ts'
import { removeObject } from '../verbs/delete.ts'

const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget."

/** pkg/registry/core/pod/storage/eviction.go */
export const evict: Handler = (request, _kind, server) => {
  const pod = server.store.get(Pod as Kind, request.namespace, request.name!) as PodObject | undefined
  if (pod === undefined) throw notFoundError({ group: '', resource: 'pods' }, request.name!)
  if (!ignoresBudgets(pod)) askBudgets(request, pod, server)
  const body = isMap(request.body) ? request.body : {}
  const given = (isMap(body['deleteOptions']) ? body['deleteOptions'] : {}) as RequestOptions
  const options: RequestOptions = {
    ...(given.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: given.gracePeriodSeconds }),
    ...(given.preconditions === undefined ? {} : { preconditions: given.preconditions }),
  }
  removeObject({ ...request, verb: 'delete', options }, Pod as Kind, pod, server)
  return { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, warnings: [] }
}

const ignoresBudgets = (pod: PodObject): boolean =>
  ['Succeeded', 'Failed', 'Pending'].includes(pod.status?.phase ?? '') || pod.metadata.deletionTimestamp !== undefined

const isReady = (pod: PodObject): boolean =>
  pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true

function askBudgets(request: ApiRequest, pod: PodObject, server: ServerContext): void {
  const budgets = server.reader.list(PodDisruptionBudget, request.namespace)
    .filter((b) => matchesSelector(b.spec?.selector, pod.metadata.labels))
  if (budgets.length === 0) return
  if (budgets.length > 1) {
    throw internalError('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.')
  }
  const budget = budgets[0]!
  const status = budget.status
  const healthy = (status?.currentHealthy ?? 0) >= (status?.desiredHealthy ?? 0) && (status?.desiredHealthy ?? 0) > 0
  if (!isReady(pod) && (budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || healthy)) return
  const tells = (message: string) => tooManyRequestsError(VIOLATES, 0, [{ reason: 'DisruptionBudget', message }])
  if (status === undefined || (status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    throw tooManyRequestsError(VIOLATES, 10, [{ reason: 'DisruptionBudget', message: `The disruption budget ${budget.metadata.name} is still being processed by the server.` }])
  }
  if ((status.disruptionsAllowed ?? 0) <= 0) {
    throw tells(`The disruption budget ${budget.metadata.name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`)
  }
  const after: BudgetObject = {
    ...budget,
    status: {
      ...status, disruptionsAllowed: (status.disruptionsAllowed ?? 0) - 1,
      disruptedPods: { ...status.disruptedPods, [pod.metadata.name]: timestamp(server.now()) },
    },
  }
  server.store.commit(PodDisruptionBudget as Kind, request.namespace, budget.metadata.name, after as Obj, { ...writerOf(request), subresource: 'status' })
}
