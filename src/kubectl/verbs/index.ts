/** All commands of kubectl, one line each. */
import { generators } from '../generate/index.ts'
import type { Verb } from '../verb.ts'
import { annotate } from './annotate.ts'
import { apply } from './apply.ts'
import { autoscale } from './autoscale.ts'
import { createToken } from './create-token.ts'
import { create } from './create.ts'
import { deleteVerb } from './delete.ts'
import { describe } from './describe.ts'
import { explain } from './explain.ts'
import { expose } from './expose.ts'
import { get } from './get.ts'
import { label } from './label.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'
import { rolloutHistory } from './rollout-history.ts'
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout-state.ts'
import { rolloutStatus } from './rollout-status.ts'
import { rolloutUndo } from './rollout-undo.ts'
import { run } from './run.ts'
import { scale } from './scale.ts'
import { setEnv } from './set-env.ts'
import { setImage } from './set-image.ts'
import { setResources, setSelector, setServiceAccount, setSubject } from './set-others.ts'
import { wait } from './wait.ts'

const listed: readonly Verb[] = [
  annotate,
  apply,
  autoscale,
  create,
  createToken,
  deleteVerb,
  describe,
  explain,
  expose,
  get,
  label,
  patch,
  replace,
  rolloutHistory,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutStatus,
  rolloutUndo,
  run,
  scale,
  setEnv,
  setImage,
  setResources,
  setSelector,
  setServiceAccount,
  setSubject,
  wait,
]

export const verbs: ReadonlyMap<string, Verb> = new Map([...listed, ...generators].map(verb => [verb.path, verb]))
