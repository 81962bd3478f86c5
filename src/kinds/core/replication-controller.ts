/** ReplicationController: the older ReplicaSet. */
import type { ReplicationController as ReplicationControllerObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ReplicationController = defineKind<ReplicationControllerObject>('', 'v1', 'ReplicationController')
