/** Secret: bytes that pods read and that get is shy about. */
import type { Secret as SecretObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { toBase64 } from '../../lib/base64.ts'
import { secretColumns } from './secret.columns.ts'
import { describeSecret } from './secret.describe.ts'
import { validateSecret } from './config-data.validation.ts'
import { secretFields } from './selectable.ts'

export const Secret = defineKind<SecretObject>('', 'v1', 'Secret', {
  describe: describeSecret,
  columns: secretColumns,
  defaults,
  validate: validateSecret,
  selectable: secretFields,
})

/** SetDefaults_Secret; plain strings of `stringData` become data (conversion.go). */
function defaults(draft: SecretObject): void {
  draft.type ||= 'Opaque'
  for (const [key, value] of Object.entries(draft.stringData ?? {})) {
    draft.data = { ...draft.data, [key]: toBase64(value) }
  }
  delete draft.stringData
}
