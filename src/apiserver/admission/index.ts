/** The admission plugins in the order in which they see a write (pkg/kubeapiserver/options/plugins.go). */
import type { Judge, Shape } from '../context.ts'
import { rbacEscalation } from '../auth/escalation.ts'
import { certificateRequester, certificates } from './certificates.ts'
import { claimResize } from './claim-resize.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { defaultIngressClass, defaultStorageClass, storageObjectInUseProtection, taintNodesByCondition } from './defaults.ts'
import { limitDefaults, limitRanger } from './limit-ranger.ts'
import { namespaceDeletion, namespaceLifecycle } from './namespace-lifecycle.ts'
import { nodeRestriction } from './node-restriction.ts'
import { validatingAdmissionPolicies } from './policies/validating-admission-policy.ts'
import { podSecurity } from './pod-security/pod-security.ts'
import { priority, priorityClass } from './priority.ts'
import { resourceQuota } from './resource-quota.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'
import { validatingWebhooks } from './validating-webhooks.ts'

/** These may change the object. */
export const shapes: readonly Shape[] = [
  namespaceLifecycle,
  limitDefaults,
  serviceAccount,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  runtimeClass,
  defaultIngressClass,
  certificateRequester,
]

/** These may only refuse it. */
export const judges: readonly Judge[] = [
  namespaceDeletion,
  rbacEscalation,
  limitRanger,
  nodeRestriction,
  podSecurity,
  priorityClass,
  claimResize,
  certificates,
  validatingAdmissionPolicies,
  validatingWebhooks,
  resourceQuota,
]
