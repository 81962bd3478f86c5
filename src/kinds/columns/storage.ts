/** How tables and descriptions write what volumes and claims have in common. */
import type { ObjectMeta } from '../object.ts'
import { parseQuantity } from '../../lib/quantity.ts'

/** "RWO,RWX"; upstream: `pkg/apis/core/v1/helper/helpers.go`, GetAccessModesAsString. */
export function accessModesText(modes: readonly string[] | undefined): string {
  return ACCESS_MODES.filter(([mode]) => modes?.includes(mode)).map(([, short]) => short).join(',')
}

const ACCESS_MODES = [
  ['ReadWriteOnce', 'RWO'], ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'], ['ReadWriteOncePod', 'RWOP'],
] as const

/** The amount of storage; "0" where none is given, as an empty Go quantity prints. */
export const storageText = (
  resources: { readonly [name: string]: string | number } | undefined,
): string => parseQuantity(resources?.storage ?? '0').toString()

interface Classed {
  readonly metadata: Partial<ObjectMeta>
  readonly spec?: { readonly storageClassName?: string }
}

/** The old annotation wins over the field. */
export const storageClassOf = ({ metadata, spec }: Classed): string =>
  metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? ''
