/** Tells in each FlowSchema whether the priority level that it names is there. */
import { timestamp } from '../kinds/age.ts'
import { FlowSchema } from '../kinds/flowcontrol/flow-schema.ts'
import { PriorityLevelConfiguration } from '../kinds/flowcontrol/priority-level-configuration.ts'
import type { FlowSchema as FlowSchemaObject } from '../kinds/generated/api-types.ts'
import type { Controller } from './controller.ts'

/** staging/src/k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go, syncFlowSchema. */
export const flowSchemaController: Controller<FlowSchemaObject> = {
  name: 'api-priority-and-fairness-config-consumer',
  user: 'system:apiserver',
  program: 'api-priority-and-fairness-config-consumer-v1',
  reconciles: FlowSchema,
  alsoWatches: [{
    kind: PriorityLevelConfiguration,
    keysFor: (level, { api }) => api.list(FlowSchema)
      .filter((schema) => schema.spec.priorityLevelConfiguration?.name === level.metadata.name)
      .map((schema) => ({ name: schema.metadata.name })),
  }],
  reconcile(schema, { api, now }) {
    const level = schema.spec.priorityLevelConfiguration?.name ?? ''
    const found = api.get(PriorityLevelConfiguration, undefined, level) !== undefined
    const status = found ? 'False' : 'True'
    const before = schema.status?.conditions?.find((c) => c.type === 'Dangling')
    if (before?.status === status) return
    const condition = {
      type: 'Dangling', status, lastTransitionTime: timestamp(now),
      reason: found ? 'Found' : 'NotFound',
      message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} ` +
        (found ? 'and it exists' : 'but there is no such object'),
    }
    api.updateStatus(FlowSchema, schema, (draft) => {
      const others = (draft.status?.conditions ?? []).filter((c) => c.type !== 'Dangling')
      draft.status = { conditions: [...others, condition] }
    })
  },
}
