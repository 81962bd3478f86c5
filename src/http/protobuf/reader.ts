/** Protobuf's wire format: tags and the values behind them. */

export type Wire =
  | { readonly type: 0; readonly value: bigint }
  | { readonly type: 1 | 5; readonly bytes: Uint8Array }
  | { readonly type: 2; readonly bytes: Uint8Array }

export class ProtobufError extends Error {}

/** All fields of a message in order; a number may come several times. */
export function* fieldsOf(bytes: Uint8Array): Generator<readonly [number: number, value: Wire]> {
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new ProtobufError('unexpected EOF')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return BigInt.asUintN(64, value)
    }
    throw new ProtobufError('proto: integer overflow')
  }
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new ProtobufError('unexpected EOF')
    const part = bytes.subarray(at, at + length)
    at += length
    return part
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const number = tag >>> 3
    switch (tag & 7) {
      case 0: yield [number, { type: 0, value: varint() }]; break
      case 1: yield [number, { type: 1, bytes: take(8) }]; break
      case 2: yield [number, { type: 2, bytes: take(Number(varint())) }]; break
      case 5: yield [number, { type: 5, bytes: take(4) }]; break
      default: throw new ProtobufError(`proto: illegal wireType ${tag & 7}`)
    }
  }
}
