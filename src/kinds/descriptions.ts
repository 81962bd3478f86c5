/** The API's own words about its types and fields, unpacked when first asked for. */
import { brotliDecompressSync } from 'node:zlib'
import { packedDescriptions } from './generated/descriptions.ts'

/** What the API says about a field, or about the type itself when the field is ''. */
export function describedField(type: string, field: string): string {
  return all()[type]?.[field] ?? ''
}

/** The short form of a type's name that the files of kinds use: "core.v1.PodSpec". */
export const fullTypeName = (short: string): string => `io.k8s.api.${short}`

let unpacked: { readonly [type: string]: { readonly [field: string]: string } } | undefined
const all = () => {
  unpacked ??= JSON.parse(
    brotliDecompressSync(Buffer.from(packedDescriptions, 'base64')).toString('utf8'),
  ) as NonNullable<typeof unpacked>
  return unpacked
}
