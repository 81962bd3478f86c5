/** A pod runs as a ServiceAccount of its namespace and finds that account's token mounted. */
import { Pod } from '../../kinds/core/pod.ts'
import { ServiceAccount } from '../../kinds/core/service-account.ts'
import type { Container, Pod as PodObject, ServiceAccount as ServiceAccountObject } from '../../kinds/generated/api-types.ts'
import type { Random } from '../../lib/random.ts'
import type { Shape } from '../context.ts'
import { refused } from './refusal.ts'

const VOLUME_PREFIX = 'kube-api-access-'
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
/** An hour and a little, so that kubelets renew before warnings start. */
const TOKEN_SECONDS = 3607
const SUFFIX_LENGTH = 5
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror'

/** plugin/pkg/admission/serviceaccount/admission.go */
export const serviceAccount: Shape = (admission, draft, { reader, random }) => {
  if (admission.kind !== Pod || admission.operation !== 'CREATE' || admission.subresource !== undefined) return
  const pod = draft as unknown as PodObject
  if (pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return
  const { spec } = pod
  const name = (spec.serviceAccountName ||= 'default')
  spec.serviceAccount = name
  const account = reader.get(ServiceAccount, admission.namespace, name)
  if (account === undefined) {
    const why = `error looking up service account ${admission.namespace}/${name}: serviceaccount "${name}" not found`
    throw refused(admission, draft, why)
  }
  if (mountsToken(account, pod)) mountToken(pod, random)
  if ((spec.imagePullSecrets ?? []).length === 0 && (account.imagePullSecrets ?? []).length > 0) {
    spec.imagePullSecrets = account.imagePullSecrets!.map((secret) => ({ ...secret }))
  }
}

const mountsToken = (account: ServiceAccountObject, pod: PodObject): boolean =>
  pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true

function mountToken(pod: PodObject, random: Random): void {
  const { spec } = pod
  const there = spec.volumes?.find((v) => v.name.startsWith(VOLUME_PREFIX))
  let name = there?.name
  const mountInto = (container: Container): void => {
    if (container.volumeMounts?.some((m) => m.mountPath === MOUNT_PATH)) return
    name ??= VOLUME_PREFIX + random.suffix(SUFFIX_LENGTH)
    const mounts = (container.volumeMounts ??= [])
    mounts.push({ name, readOnly: true, mountPath: MOUNT_PATH })
  }
  for (const container of spec.initContainers ?? []) mountInto(container)
  for (const container of spec.containers ?? []) mountInto(container)
  if (name !== undefined && there === undefined) {
    const volumes = (spec.volumes ??= [])
    volumes.push({ name, projected: { sources: tokenSources(), defaultMode: 0o644 } })
  }
}

const tokenSources = () => [
  { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
]
