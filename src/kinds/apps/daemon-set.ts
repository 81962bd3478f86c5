/** DaemonSet: one pod on every node. */
import type { DaemonSet as DaemonSetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const DaemonSet = defineKind<DaemonSetObject>('apps', 'v1', 'DaemonSet')
