/** The API's own words about its types and fields, unpacked when first asked for. */
import { brotliDecompressSync } from 'node:zlib'
import { packedDescriptions } from './generated/descriptions.ts'

/** What the API says about a field, or about the type itself when the field is ''. */
export function describedField(type: string, field: string): string {
  return all()[type]?.[field] ?? ''
}

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md'

/** What every object says about its apiVersion and kind (metav1.TypeMeta). */
export const typeMetaDescriptions: { readonly [field: string]: string } = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should ' +
    'convert recognized schemas to the latest internal value, and may reject unrecognized values. ' +
    `More info: ${CONVENTIONS}#resources`,
  kind:
    'Kind is a string value representing the REST resource this object represents. Servers may ' +
    'infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. ' +
    `More info: ${CONVENTIONS}#types-kinds`,
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
