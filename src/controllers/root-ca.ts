/** Every namespace has a ConfigMap with the certificate of the cluster's own CA. */
import { ConfigMap } from '../kinds/core/config-map.ts'
import { Namespace } from '../kinds/core/namespace.ts'
import type { Namespace as NamespaceObject } from '../kinds/generated/api-types.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Controller } from './controller.ts'

const NAME = 'kube-root-ca.crt'
const DESCRIPTION = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal ' +
  'service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/** pkg/controller/certificates/rootcacertpublisher/publisher.go; the certificate is the one that kube-system has. */
export const rootCaController: Controller<NamespaceObject> = {
  name: 'root-ca-certificate-publisher',
  reconciles: Namespace,
  alsoWatches: [{
    kind: ConfigMap,
    keysFor: (map) => (map.metadata.name === NAME ? [{ name: map.metadata.namespace! }] : []),
  }],
  reconcile(namespace, { api }) {
    const { name } = namespace.metadata
    if (namespace.metadata.deletionTimestamp !== undefined || name === 'kube-system') return
    const data = api.get(ConfigMap, 'kube-system', NAME)?.data ?? {}
    const map = api.get(ConfigMap, name, NAME)
    if (map === undefined) {
      api.create(ConfigMap, { metadata: { name: NAME, namespace: name, annotations: { 'kubernetes.io/description': DESCRIPTION } }, data })
    } else if (!sameValue(map.data, data)) {
      api.update(ConfigMap, map, (draft) => {
        draft.data = { ...data }
      })
    }
  },
}
