/** A certificate's life: asked for by an Ingress, proven over the network, served, renewed two months later. */
import { describe, expect, it } from 'vitest'
import { openSession } from '../../src/lab/session.ts'

const MANIFEST = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: echo, image: "lab/echo:1", ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: letsencrypt}
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: ops@shop.test
    privateKeySecretRef: {name: account}
    solvers: [{http01: {ingress: {ingressClassName: nginx}}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {cert-manager.io/cluster-issuer: letsencrypt}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.test], secretName: shop-tls}]
  rules: [{host: shop.test, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
`

describe('cert-manager', () => {
  it('proves a name to the ACME server, serves its certificate and renews it', async () => {
    const session = await openSession({ seed: 5, addons: ['coredns', 'ingress-nginx', 'cert-manager'] })
    const run = async (line: string): Promise<string> => {
      const { exit, stdout, stderr } = await session.perform({ run: line }) as { exit: number; stdout: string; stderr: string }
      return `${stdout}${exit === 0 ? '' : `${exit} ${stderr.split('\n')[0]}`}`.trim()
    }
    const curl = "curl -sS -o /dev/null -w '%{http_code}' https://shop.test/"
    const served = 'openssl s_client -connect shop.test:443 </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256'
    await session.perform({ publicDns: {} })
    await session.perform({ write: { path: '/root/all.yaml', content: MANIFEST } })
    await run('kubectl apply -f all.yaml')
    await session.perform({ advance: '1m' })
    expect(await run("kubectl get challenge -n shop -o jsonpath='{.items[0].status.state}'")).toBe('pending')

    await session.perform({ publicDns: { 'shop.test': '192.168.56.200' } })
    await session.perform({ advance: '1m' })
    expect(await run("kubectl get cert shop-tls -n shop -o jsonpath='{.status.conditions[0].reason} {.status.revision}'")).toBe('Ready 1')
    expect(await run('kubectl get pods,svc,ingress -n shop -l acme.cert-manager.io/http01-solver=true 2>&1')).toBe('No resources found in shop namespace.')
    // the shell's trust store holds the public root, so nothing has to be said about it
    expect(await run(curl)).toBe('200')
    const first = await run(served)
    const stored = await run("kubectl get secret shop-tls -n shop -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -fingerprint -sha256")
    expect(first).toMatch(/^sha256 Fingerprint=([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(stored).toBe(first)

    await session.perform({ advance: '59d' })
    expect(await run(served)).toBe(first)
    await session.perform({ advance: '2d' })
    expect(await run(served)).not.toBe(first)
    expect(await run(curl)).toBe('200')
    expect(await run("kubectl get cert shop-tls -n shop -o jsonpath='{.status.revision}'")).toBe('2')

    await run('kubectl scale deploy cert-manager -n cert-manager --replicas=0')
    await session.perform({ advance: '95d' })
    expect(await run(curl)).toBe('00060 curl: (60) SSL certificate problem: certificate has expired')
  })
})
