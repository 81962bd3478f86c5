/** All commands of kubectl, one line each. */
import { generators } from '../generate/index.ts'
import type { Verb } from '../verb.ts'
import { annotate } from './annotate.ts'
import { apply } from './apply.ts'
import { authReconcile } from './auth-reconcile.ts'
import { authCanI, authWhoami } from './auth.ts'
import { autoscale } from './autoscale.ts'
import { certificateApprove, certificateDeny } from './certificate.ts'
import { clusterInfoDump } from './cluster-info-dump.ts'
import {
  configCurrentContext, configDeleteCluster, configDeleteContext, configDeleteUser, configGetClusters, configGetContexts, configGetUsers, configRenameContext, configSetContext, configUseContext,
} from './config-contexts.ts'
import { configSet, configSetCluster, configSetCredentials, configUnset } from './config-set.ts'
import { configView } from './config-view.ts'
import { cp } from './cp.ts'
import { createToken } from './create-token.ts'
import { create } from './create.ts'
import { debug } from './debug.ts'
import { deleteVerb } from './delete.ts'
import { describe } from './describe.ts'
import { diff } from './diff.ts'
import { drain } from './drain.ts'
import { edit } from './edit.ts'
import { events } from './events.ts'
import { attach, exec } from './exec.ts'
import { explain } from './explain.ts'
import { expose } from './expose.ts'
import { get } from './get.ts'
import { kustomize } from './kustomize.ts'
import { label } from './label.ts'
import { editLastApplied, setLastApplied, viewLastApplied } from './last-applied-verbs.ts'
import { logs } from './logs.ts'
import { cordon, uncordon } from './nodes.ts'
import { patch } from './patch.ts'
import { portForward, proxy } from './port-forward.ts'
import { replace } from './replace.ts'
import { rolloutHistory } from './rollout-history.ts'
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout-state.ts'
import { rolloutStatus } from './rollout-status.ts'
import { rolloutUndo } from './rollout-undo.ts'
import { run } from './run.ts'
import { scale } from './scale.ts'
import { apiResources, apiVersions, clusterInfo, version } from './server-info.ts'
import { setEnv } from './set-env.ts'
import { setImage } from './set-image.ts'
import { setResources, setSelector, setServiceAccount, setSubject } from './set-others.ts'
import { completion, pluginList } from './small.ts'
import { taint } from './taint.ts'
import { topNode, topPod } from './top.ts'
import { wait } from './wait.ts'

const listed: readonly Verb[] = [
  annotate,
  apiResources,
  apiVersions,
  apply,
  attach,
  authCanI,
  authReconcile,
  authWhoami,
  autoscale,
  certificateApprove,
  certificateDeny,
  clusterInfo,
  clusterInfoDump,
  completion,
  configCurrentContext,
  configDeleteCluster,
  configDeleteContext,
  configDeleteUser,
  configGetClusters,
  configGetContexts,
  configGetUsers,
  configRenameContext,
  configSet,
  configSetCluster,
  configSetContext,
  configSetCredentials,
  configUnset,
  configUseContext,
  configView,
  cordon,
  cp,
  create,
  createToken,
  debug,
  deleteVerb,
  describe,
  diff,
  drain,
  edit,
  editLastApplied,
  events,
  exec,
  explain,
  expose,
  get,
  kustomize,
  label,
  logs,
  patch,
  pluginList,
  portForward,
  proxy,
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
  setLastApplied,
  setResources,
  setSelector,
  setServiceAccount,
  setSubject,
  taint,
  topNode,
  topPod,
  uncordon,
  version,
  viewLastApplied,
  wait,
]

export const verbs: ReadonlyMap<string, Verb> = new Map([...listed, ...generators].map(verb => [verb.path, verb]))
