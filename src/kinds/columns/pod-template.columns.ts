/** Columns that every kind with a pod template shows. */
import type { Container, PodTemplateSpec } from '../generated/api-types.ts'
import type { Column } from '../kind.ts'
import type { Obj } from '../object.ts'
import { column, wideColumn } from './column.ts'

/** Containers and images of the template, for `-o wide` (`printers.layoutContainerCells`). */
export const containerColumns = <T extends Obj>(
  templateOf: (object: T) => PodTemplateSpec | undefined, wide = true,
): readonly Column<T>[] => {
  const make = wide ? wideColumn : column
  const containers = (object: T): readonly Container[] => templateOf(object)?.spec?.containers ?? []
  return [
    make<T>('Containers', 'Names of each container in the template.',
      (object) => containers(object).map((c) => c.name).join(',')),
    make<T>('Images', 'Images referenced by each container in the template.',
      (object) => containers(object).map((c) => c.image ?? '').join(',')),
  ]
}
