/** ControllerRevision: a stored state of a StatefulSet or DaemonSet. */
import type { ControllerRevision as ControllerRevisionObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { controllerRevisionColumns } from './controller-revision.columns.ts'
import { required } from '../field-error.ts'

export const ControllerRevision = defineKind<ControllerRevisionObject>('apps', 'v1', 'ControllerRevision', {
  columns: controllerRevisionColumns,
  validate: (object) => (object.data === undefined ? [required('data', 'data is mandatory')] : []),
})
