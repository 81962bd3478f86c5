/** How one ingress-nginx controller was started: its flags, and its ConfigMap. */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import type { Reader } from '../../kinds/kind.ts'
import type { RunningContainer } from '../packet.ts'

export interface ControllerOptions {
  /** spec.controller of the classes it serves. */
  readonly controllerClass: string
  /** Value of the old annotation that it accepts. */
  readonly ingressClass: string
  readonly byName: boolean
  readonly watchWithoutClass: boolean
  readonly watchNamespace: string
  readonly defaultCertificate: string | undefined
  readonly defaultBackendService: string | undefined
  readonly publishService: string | undefined
  readonly annotationsPrefix: string
  /** Keys of its ConfigMap. */
  readonly config: Readonly<Record<string, string>>
}

/** cmd/nginx/flags.go, with the values of the usual manifests as defaults. */
export function optionsOf(container: RunningContainer, cluster: Reader): ControllerOptions {
  const namespace = container.pod.metadata.namespace ?? ''
  const expand = (text: string): string => text.replaceAll('$(POD_NAMESPACE)', namespace)
  const flag = (name: string): string | undefined => {
    const found = container.argv.find((a) => a === `--${name}` || a.startsWith(`--${name}=`))
    return found === undefined ? undefined : found.includes('=') ? expand(found.slice(found.indexOf('=') + 1)) : 'true'
  }
  const [configNamespace = '', configName = ''] = (flag('configmap') ?? '/').split('/')
  return {
    controllerClass: flag('controller-class') ?? 'k8s.io/ingress-nginx',
    ingressClass: flag('ingress-class') ?? 'nginx',
    byName: flag('ingress-class-by-name') === 'true',
    watchWithoutClass: flag('watch-ingress-without-class') === 'true',
    watchNamespace: flag('watch-namespace') ?? '',
    defaultCertificate: flag('default-ssl-certificate'),
    defaultBackendService: flag('default-backend-service'),
    publishService: flag('publish-service'),
    annotationsPrefix: flag('annotations-prefix') ?? 'nginx.ingress.kubernetes.io',
    config: cluster.get(ConfigMap, configNamespace, configName)?.data ?? {},
  }
}
