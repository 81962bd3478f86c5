/** All commands of kubectl, one line each. */
import type { Verb } from '../verb.ts'
import { apply } from './apply.ts'
import { create } from './create.ts'
import { deleteVerb } from './delete.ts'
import { get } from './get.ts'

const listed: readonly Verb[] = [
  apply,
  create,
  deleteVerb,
  get,
]

export const verbs: ReadonlyMap<string, Verb> = new Map(listed.map(verb => [verb.path, verb]))
