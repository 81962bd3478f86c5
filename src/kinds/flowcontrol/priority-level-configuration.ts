/** PriorityLevelConfiguration of flowcontrol.apiserver.k8s.io/v1. */
import type { PriorityLevelConfiguration as PriorityLevelConfigurationObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const PriorityLevelConfiguration = defineKind<PriorityLevelConfigurationObject>('flowcontrol.apiserver.k8s.io', 'v1', 'PriorityLevelConfiguration')
