/** PEM: DER in base64 between lines of dashes. */
import type { Bytes } from './der.ts'

export interface PemBlock {
  readonly label: string
  readonly der: Bytes
}

export function toPem(label: string, der: Bytes): string {
  const base64 = Buffer.from(der).toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`
}

/** All blocks of a text, whatever stands between them. */
export function parsePem(text: string): readonly PemBlock[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\s]*?)-----END \1-----/g)]
    .map(([, label, base64]) => ({ label: label!, der: new Uint8Array(Buffer.from(base64!, 'base64')) }))
}
