/** Keeps a ReplicationController at its number of pods: a ReplicaSet whose selector is a map. */
import { ReplicationController } from '../kinds/core/replication-controller.ts'
import type { ReplicationController as ReplicationControllerObject } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Replicated } from './replicas.ts'
import { replicaController } from './replicas.ts'

type Object = ReplicationControllerObject & Replicated

export const replicationController = replicaController<Object>({
  name: 'replication-controller',
  kind: ReplicationController as Kind<Object>,
  selectorOf: (object) => ({ matchLabels: object.spec?.selector ?? object.spec?.template?.metadata?.labels ?? {} }),
  countsTerminating: false,
})
