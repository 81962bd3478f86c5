/** Secret: bytes that pods read and that get is shy about. */
import type { Secret as SecretObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const Secret = defineKind<SecretObject>('', 'v1', 'Secret')
