/** CustomResourceDefinition of apiextensions.k8s.io/v1. */
import type { CustomResourceDefinition as CustomResourceDefinitionObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const CustomResourceDefinition = defineKind<CustomResourceDefinitionObject>('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition')
