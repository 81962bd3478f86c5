/** Columns of pod templates. Upstream: `pkg/printers/internalversion/printers.go`, printPodTemplate. */
import { column } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { PodTemplate } from '../generated/api-types.ts'
import { type Column, nameColumn } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

export const podTemplateColumns: readonly Column<PodTemplate>[] = [
  nameColumn,
  ...containerColumns<PodTemplate>((object) => object.template, false),
  column('Pod Labels', 'The labels for the pod template.', (object) =>
    labelsText(object.template?.metadata?.labels)),
]
