/** The hash behind the names of ConfigMaps and Secrets (--append-hash, kustomize). */
import { createHash } from 'node:crypto'

const LETTERS: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' }

/** Upstream: `kubectl/pkg/util/hash/hash.go`: ten digits of SHA-256, letters that could make words replaced. */
export const nameHash = (json: string): string =>
  createHash('sha256').update(json).digest('hex').slice(0, 10).replace(/[013ae]/g, digit => LETTERS[digit]!)
