/** resourceVersion as a request gives it. */
import { StatusError } from '../errors.ts'

/** apiserver/pkg/storage/api_object_versioner.go, ParseResourceVersion. */
export function parseRevision(text: string, refuse = plainly): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw refuse(`resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
}

const plainly = (text: string): StatusError => new StatusError(500, '', text)

export const tooLarge = (asked: number, current: number): StatusError =>
  new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1,
  })
