/** What a world does for those who use it: a fixed round of requests, to tell mutants that change nothing from survivors. */
import { Service } from '../../kinds/core/service.ts'
import { IngressClass } from '../../kinds/networking/ingress-class.ts'
import { Ingress } from '../../kinds/networking/ingress.ts'
import type { Trial } from '../checks/check.ts'
import { ingressAddress } from '../checks/request.ts'

/** One line a request: what was asked, what came back. */
export async function behaviourOf(trial: Trial): Promise<string[]> {
  const ingress = ingressAddress(trial.cluster)
  const lines: string[] = []
  const ask = async (url: string, host?: string): Promise<void> => {
    const outcome = await trial.request({ url, ...(host === undefined ? {} : { headers: [`Host: ${host}`] }) })
    lines.push(`${host ?? ''} ${url} ${outcome.failure ?? `${outcome.status} ${outcome.body}`}`)
  }
  const ingresses = trial.cluster.list(Ingress)
  const rules = ingresses.flatMap((i) => i.spec.rules ?? [])
  const hosts = [undefined, ...new Set(rules.map((r) => r.host).filter((h) => h !== undefined))]
  const paths = new Set(['/', '/other', ...rules.flatMap((r) => r.http?.paths ?? []).map((p) => plain(p.path ?? '/')).flatMap((p) => [p, `${p}/`])])
  if (ingress !== undefined) {
    for (const host of hosts) for (const path of paths) await ask(`http://${ingress}${path}`, host)
  }
  for (const service of trial.cluster.list(Service)) {
    if (!/^\d/.test(service.spec.clusterIP ?? '') || service.metadata.namespace === 'kube-system') continue
    for (const port of service.spec.ports ?? []) await ask(`http://${service.spec.clusterIP}:${port.port}/`)
  }
  for (const c of trial.cluster.list(IngressClass)) lines.push(`class ${c.metadata.name} ${c.spec?.controller}`)
  return lines
}

/** A path without the regular expression behind it. */
const plain = (path: string): string => path.replace(/[(.*?[$].*$/, '').replace(/(.)\/$/, '$1') || '/'
