/** A request's way through a whole world, hop by hop, and how it dies at each of them. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../src/lab/session.ts'
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
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}}
spec:
  ingressClassName: nginx
  rules: [{host: foo.test, http: {paths: [{path: /pay, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
`
const CURL = "curl -s -o /dev/null -w '%{http_code}' -H 'Host: foo.test' http://192.168.56.200/pay/x"

let session: Session
const run = (line: string) => session.perform({ run: line }) as Promise<{ exit: number; stdout: string; stderr: string }>
const trace = async (): Promise<{ hops: { hop: string; because: string; failed?: boolean }[]; outcome: string }> => await session.trace(CURL) as never
const because = async (): Promise<string[]> => (await trace()).hops.map(({ hop, because: why }) => `${hop}: ${why.replace(/172\.\d+\.\d+\.\d+/g, 'IP').replace(/web-\w+-\w+/g, 'web-POD').replace(/ingress-nginx-controller-\w+-\w+/g, 'CONTROLLER')}`)

beforeAll(async () => {
  session = await openSession({ seed: 3, addons: ['coredns', 'ingress-nginx'] })
  await session.perform({ write: { path: '/root/all.yaml', content: MANIFEST } })
  expect((await run('kubectl apply -f all.yaml')).exit).toBe(0)
})

describe('a request', () => {
  it('is explained from the load balancer to the program', async () => {
    expect(await because()).toEqual([
      'service: port 80 leads to IP:80, its only endpoint',
      'pod: container controller listens on port 80',
      'ingress: host foo.test belongs to server foo.test; regular expression path /pay matches /pay/x',
      'ingress: rewrite-target makes /pay/x into /',
      'upstream: the controller connects to IP:8080',
      'pod: container echo listens on port 8080',
      'application: pod web-POD answers GET / with 200',
    ])
  })
  it('dies at a policy, and says which', async () => {
    await run(`kubectl apply -f - <<< '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"deny","namespace":"shop"},"spec":{"podSelector":{}}}'`)
    expect((await because()).at(-1)).toBe(
      'network-policy: NetworkPolicy deny isolates the pod, and no rule lets ingress-nginx/CONTROLLER on port 8080 into pod web-POD')
    expect((await run(CURL)).stdout).toBe('504')
    await run('kubectl delete networkpolicy deny -n shop')
  })
  it('dies at a port where nobody listens', async () => {
    await run(`kubectl patch svc web -n shop --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":9999}]'`)
    expect((await because()).at(-1)).toBe('pod: nothing in pod web-POD listens on port 9999: it listens on 8080')
    expect((await run(CURL)).stdout).toBe('502')
  })
  it('dies at a Service without endpoints', async () => {
    await run(`kubectl patch svc web -n shop -p '{"spec":{"selector":{"app":"wbe"}}}'`)
    expect((await because()).at(-1)).toBe('service: Service web has no ready endpoints: no pod with app=wbe offers port 9999')
    expect((await run(CURL)).stdout).toBe('503')
  })
  it('dies at an Ingress that nobody serves', async () => {
    await run(`kubectl patch ingress web -n shop --type merge -p '{"spec":{"ingressClassName":"other"}}'`)
    expect((await because()).slice(-2)).toEqual([
      'ingress: no rule names host foo.test, so the rules without a host count; no rule\'s path matches /pay/x; not served: shop/web (IngressClass other does not exist)',
      'ingress: the controller’s own default backend answers 404',
    ])
    expect((await run(CURL)).stdout).toBe('404')
  })
})
