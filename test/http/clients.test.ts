/** The real kubectl and helm against a served world. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clients, served } from './served.ts'

let at: Awaited<ReturnType<typeof served>>
let kubectl: (line: string, input?: string) => Promise<string>
let helm: (line: string) => Promise<string>

beforeAll(async () => {
  const programs = clients()
  at = await served()
  kubectl = (line, input) => at.run(programs.kubectl, line, input)
  helm = (line) => at.run(programs.helm, line)
})
afterAll(() => at.door.close())

describe('kubectl', () => {
  it('creates with protobuf, reads tables, follows a rollout', async () => {
    expect(await kubectl('create deployment web --image=nginx --replicas=2')).toBe('deployment.apps/web created\n')
    expect(await kubectl('rollout status deployment/web')).toBe('deployment "web" successfully rolled out\n')
    expect(await kubectl('get deployment web --no-headers')).toMatch(/^web +2\/2 +2 +2 +\d+m?s?\n$/)
    expect(await kubectl('wait --for=condition=Available deployment/web --timeout=5s')).toBe('deployment.apps/web condition met\n')
  })
  it('applies, shows differences, applies on the server’s side', async () => {
    const manifest = (value: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "${value}"}\n`
    expect(await kubectl('apply -f -', manifest('1'))).toBe('configmap/c created\n')
    expect(await kubectl('apply -f -', manifest('1'))).toBe('configmap/c unchanged\n')
    expect(await kubectl('diff -f -', manifest('2'))).toContain('-  a: "1"\n+  a: "2"\n')
    expect(await kubectl('apply --server-side --field-manager=x -f -', manifest('2'))).toContain('Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.a\n')
    expect(await kubectl('create -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndta: {}\n')).toBe(
      'Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"\nexit 1\n')
  })
  it('runs commands in containers and reads their logs', async () => {
    expect(await kubectl('run b --image=busybox -- sleep 3600')).toBe('pod/b created\n')
    expect(await kubectl('exec b -- echo hi')).toBe('hi\n')
    expect(await kubectl('exec -i b -- cat', 'data\n')).toBe('data\n')
    expect(await kubectl('exec b -- false')).toBe('command terminated with exit code 1\nexit 1\n')
    expect(await kubectl('create job hello --image=busybox -- echo hello')).toBe('job.batch/hello created\n')
    expect(await kubectl('logs job/hello')).toBe('hello\n')
  })
  it('asks who it is and what it may', async () => {
    expect(await kubectl('auth can-i delete pods --as jane')).toBe('no\nexit 1\n')
    expect(await kubectl('auth can-i delete pods')).toBe('yes\n')
    expect(await kubectl('--context dev-user@kubernetes get pods')).toBe(
      'Error from server (Forbidden): pods is forbidden: User "dev-user" cannot list resource "pods" in API group "" in the namespace "default"\nexit 1\n')
  })
  it('explains and lists what is served', async () => {
    expect(await kubectl('explain deployment.spec.replicas')).toContain('FIELD: replicas <integer>\n')
    expect(await kubectl('api-resources --api-group=batch --no-headers')).toBe(
      'cronjobs   cj    batch/v1   true   CronJob\njobs             batch/v1   true   Job\n')
  })
})

describe('helm', () => {
  it('installs, upgrades, rolls back and uninstalls its own chart', async () => {
    await helm('create demo')
    expect(await helm('install demo ./demo --wait --timeout 20s')).toContain('STATUS: deployed\nREVISION: 1\n')
    expect(await kubectl('get deployment demo --no-headers')).toMatch(/^demo +1\/1 /)
    expect(await helm('upgrade demo ./demo --set replicaCount=2 --wait --timeout 20s')).toContain('REVISION: 2\n')
    expect(await helm('rollback demo 1')).toBe('Rollback was a success! Happy Helming!\n')
    expect((await helm('history demo --max 5')).split('\n').slice(1, 4).map((line) => line.split('\t')[2]?.trim())).toEqual(['superseded', 'superseded', 'deployed'])
    expect(await helm('uninstall demo')).toBe('release "demo" uninstalled\n')
    expect(await kubectl('get deployment demo')).toBe('Error from server (NotFound): deployments.apps "demo" not found\nexit 1\n')
  })
})

describe('a watch', () => {
  it('tells what happens', async () => {
    const events = kubectl('get configmaps --watch --output-watch-events --no-headers -o name --request-timeout=3s')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    writeFileSync(path.join(at.home, 'w.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: w}\n')
    await kubectl('apply -f w.yaml')
    await kubectl('delete configmap w')
    expect((await events).split('\n').filter((line) => line.includes('configmap/w'))).toHaveLength(2)
  })
})
