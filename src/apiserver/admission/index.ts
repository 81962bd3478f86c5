/** The admission plugins in the order in which they see a write. */
import type { Judge, Shape } from '../context.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'

/** These may change the object; upstream order: pkg/kubeapiserver/options/plugins.go. */
export const shapes: readonly Shape[] = []

/** These may only refuse it. */
export const judges: readonly Judge[] = [namespaceLifecycle]
