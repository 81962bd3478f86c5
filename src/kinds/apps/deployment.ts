/** Deployment: pods in replica sets, rolled out revision by revision. */
import type { Deployment as DeploymentObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const Deployment = defineKind<DeploymentObject>('apps', 'v1', 'Deployment')
