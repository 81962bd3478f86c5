/** Types whose JSON is no object or has more than one form, with the API's words about them. */
import type { JsonSchema } from './published-schema.ts'

const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'

const QUANTITY = [
  'Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON ' +
    'and YAML, in addition to String() and AsInt64() accessors.',
  'The serialization format is:',
  '``` <quantity>        ::= <signedNumber><suffix>',
  '\t(Note that <suffix> may be empty, from the "" case in <decimalSI>.)',
  '<digit>           ::= 0 | 1 | ... | 9 <digits>          ::= <digit> | <digit><digits> ' +
    '<number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits> ' +
    '<sign>            ::= "+" | "-" <signedNumber>    ::= <number> | <sign><number> ' +
    '<suffix>          ::= <binarySI> | <decimalExponent> | <decimalSI> ' +
    '<binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei',
  '\t(International System of units; See: http://physics.nist.gov/cuu/Units/binary.html)',
  '<decimalSI>       ::= m | "" | k | M | G | T | P | E',
  "\t(Note that 1024 = 1Ki but 1000 = 1k; I didn't choose the capitalization.)",
  '<decimalExponent> ::= "e" <signedNumber> | "E" <signedNumber> ```',
  'No matter which of the three exponent forms is used, no quantity may represent a number greater than 2^63-1 in ' +
    'magnitude, nor may it have more than 3 decimal places. Numbers larger or more precise will be capped or ' +
    'rounded up. (E.g.: 0.1m will rounded up to 1m.) This may be extended in the future if we require larger or ' +
    'smaller quantities.',
  'When a Quantity is parsed from a string, it will remember the type of suffix it had, and will use the same type ' +
    'again when it is serialized.',
  'Before serializing, Quantity will be put in "canonical form". This means that Exponent/suffix will be adjusted ' +
    'up or down (with a corresponding increase or decrease in Mantissa) such that:',
  '- No precision is lost - No fractional digits will be emitted - The exponent (or suffix) is as large as possible.',
  'The sign will be omitted unless the number is negative.',
  'Examples:',
  '- 1.5 will be serialized as "1500m" - 1.5Gi will be serialized as "1536Mi"',
  'Note that the quantity will NEVER be internally represented by a floating point number. That is the whole point ' +
    'of this exercise.',
  'Non-canonical values will still parse as long as they are well formed, but will be re-emitted in their canonical ' +
    "form. (So always use canonical form, or don't diff.)",
  'This format is intended to make it difficult to use these numbers without writing some sort of special handling ' +
    'code in the hopes that that will cause implementors to also use a fixed point implementation.',
].join('\n\n')

export const UNUSUAL_TYPES: { readonly [type: string]: JsonSchema } = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    description: QUANTITY, oneOf: [{ type: 'string' }, { type: 'number' }],
  },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    description:
      'IntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling and ' +
      'unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field ' +
      'that can accept a name or number.',
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': {
    description:
      'Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.  Wrappers are provided ' +
      'for many of the factory methods that the time package offers.',
    type: 'string', format: 'date-time',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': {
    description: 'MicroTime is version of Time with microsecond level precision.',
    type: 'string', format: 'date-time',
  },
  [`${EXTENSIONS}.JSON`]: {},
  [`${EXTENSIONS}.JSONSchemaPropsOrArray`]: {},
  [`${EXTENSIONS}.JSONSchemaPropsOrBool`]: {},
  [`${EXTENSIONS}.JSONSchemaPropsOrStringArray`]: {},
}
