/** All commands of kubectl, one line each. */
import { generators } from '../generate/index.ts'
import type { Verb } from '../verb.ts'
import { apply } from './apply.ts'
import { createToken } from './create-token.ts'
import { create } from './create.ts'
import { deleteVerb } from './delete.ts'
import { get } from './get.ts'

const listed: readonly Verb[] = [
  apply,
  create,
  createToken,
  deleteVerb,
  get,
]

export const verbs: ReadonlyMap<string, Verb> = new Map([...listed, ...generators].map(verb => [verb.path, verb]))
