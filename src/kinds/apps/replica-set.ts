/** ReplicaSet: so many pods of one template. */
import type { ReplicaSet as ReplicaSetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ReplicaSet = defineKind<ReplicaSetObject>('apps', 'v1', 'ReplicaSet')
