/** All `kubectl create KIND` commands, one line each. */
import type { Verb } from '../verb.ts'
import { configMap } from './configmap.ts'
import { type Generator, generatorVerb } from './generator.ts'
import { ingress } from './ingress.ts'
import { namespace, podDisruptionBudget, priorityClass, quota, serviceAccount } from './others.ts'
import { clusterRole, clusterRoleBinding, role, roleBinding } from './rbac.ts'
import { secretDockerRegistry, secretGeneric, secretTls } from './secret.ts'
import { serviceClusterIp, serviceExternalName, serviceLoadBalancer, serviceNodePort } from './service.ts'
import { cronJob, deployment, job } from './workloads.ts'

const listed: readonly Generator[] = [
  clusterRole,
  clusterRoleBinding,
  configMap,
  cronJob,
  deployment,
  ingress,
  job,
  namespace,
  podDisruptionBudget,
  priorityClass,
  quota,
  role,
  roleBinding,
  secretDockerRegistry,
  secretGeneric,
  secretTls,
  serviceAccount,
  serviceClusterIp,
  serviceExternalName,
  serviceLoadBalancer,
  serviceNodePort,
]

export const generators: readonly Verb[] = listed.map(generatorVerb)
