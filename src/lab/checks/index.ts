/** All checks that a lab can use, one line each. */
import type { Check } from './check.ts'
import { command } from './command.ts'
import { object } from './object.ts'
import { request } from './request.ts'
import { survives } from './survives.ts'

const plain: readonly Check[] = [
  command,
  object,
  request,
]

export const checks: readonly Check[] = [...plain, survives(plain)]
