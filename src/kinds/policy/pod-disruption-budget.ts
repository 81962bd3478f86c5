/** PodDisruptionBudget of policy/v1. */
import type { PodDisruptionBudget as PodDisruptionBudgetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { podDisruptionBudgetColumns } from './pod-disruption-budget.columns.ts'
import { describePodDisruptionBudget } from './pod-disruption-budget.describe.ts'
import { validateBudget } from './pod-disruption-budget.validation.ts'

export const PodDisruptionBudget = defineKind<PodDisruptionBudgetObject>('policy', 'v1', 'PodDisruptionBudget', {
  describe: describePodDisruptionBudget,
  columns: podDisruptionBudgetColumns,
  generation: true,
  validate: validateBudget,
})
