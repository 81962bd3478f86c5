/** FlowSchema of flowcontrol.apiserver.k8s.io/v1. */
import type { FlowSchema as FlowSchemaObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const FlowSchema = defineKind<FlowSchemaObject>('flowcontrol.apiserver.k8s.io', 'v1', 'FlowSchema')
