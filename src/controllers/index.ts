/** All controllers of a cluster, one line each; each sees changes in this order. */
import type { Controller } from './controller.ts'
import { namespaceController } from './namespace.ts'

export const controllers: readonly Controller<any>[] = [
  namespaceController,
]
