/** Keeps a ReplicaSet at its number of pods. */
import { ReplicaSet } from '../kinds/apps/replica-set.ts'
import type { Replicated } from './replicas.ts'
import { replicaController } from './replicas.ts'
import type { Kind } from '../kinds/kind.ts'
import type { ReplicaSet as ReplicaSetObject } from '../kinds/generated/api-types.ts'

export const replicaSetController = replicaController<ReplicaSetObject & Replicated>({
  name: 'replicaset-controller',
  kind: ReplicaSet as Kind<ReplicaSetObject & Replicated>,
  selectorOf: (set) => set.spec.selector,
  countsTerminating: true,
})
