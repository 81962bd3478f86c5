/** StatefulSet: numbered pods that keep their names and volumes. */
import type { StatefulSet as StatefulSetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const StatefulSet = defineKind<StatefulSetObject>('apps', 'v1', 'StatefulSet')
