/** What breaks clients must not break the server. */
import { connect } from 'node:net'
import { request } from 'node:https'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { credentials } from '../../src/lab/generated/credentials.ts'
import { served } from './served.ts'

let at: Awaited<ReturnType<typeof served>>
beforeAll(async () => {
  at = await served()
})
afterAll(() => at.door.close())

interface Answer {
  readonly status: number
  readonly body: string
}

function ask(method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}, as: { certificatePem: string; keyPem: string } | null = credentials.admin): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(at.door.apiUrl + path, {
      method, ca: credentials.authority.certificatePem, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? ''), ...headers },
      ...(as === null ? {} : { cert: as.certificatePem, key: as.keyPem }),
    }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode!, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
const message = ({ status, body }: Answer): string => `${status} ${(JSON.parse(body) as { message: string }).message}`

it.each([
  ['broken JSON', '{"kind"', '400 the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"kind")'],
  ['a list', '[]', '400 the object provided is unrecognized (must be of type ConfigMap)'],
])('refuses %s', async (_what, body, answer) => {
  expect(message(await ask('POST', CONFIG_MAPS, body))).toBe(answer)
})

it('refuses ten megabytes', async () => {
  const body = JSON.stringify({ metadata: { name: 'big' }, data: { a: 'x'.repeat(10_000_000) } })
  await expect(ask('POST', CONFIG_MAPS, body).then(message, () => 'cut off')).resolves.toMatch(/^(413 Request entity too large: limit is 3145728|cut off)$/)
})

it('survives JSON ten thousand levels deep', async () => {
  const { status } = await ask('POST', CONFIG_MAPS, `{"metadata":{"name":"deep"},"data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)
  expect(status).toBe(400)
})

it('keeps prototypes clean', async () => {
  await ask('POST', CONFIG_MAPS, '{"metadata":{"name":"evil"},"__proto__":{"polluted":true},"data":{"__proto__":"x"}}')
  await ask('PATCH', `${CONFIG_MAPS}/evil`, '{"constructor":{"prototype":{"polluted":true}},"__proto__":{"polluted":true}}', { 'content-type': 'application/merge-patch+json' })
  await ask('PATCH', `${CONFIG_MAPS}/evil`, '[{"op":"add","path":"/__proto__/polluted","value":true}]', { 'content-type': 'application/json-patch+json' })
  expect(({} as { polluted?: boolean }).polluted).toBe(undefined)
})

it('tells plain HTTP where it has come to', async () => {
  const text = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(at.door.apiUrl).port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
    let said = ''
    socket.on('data', (chunk) => (said += chunk))
    socket.on('close', () => resolve(said))
  })
  expect(text).toBe('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n')
})

it('knows nobody without a certificate, and no certificate of somebody else', async () => {
  expect(message(await ask('GET', CONFIG_MAPS, undefined, {}, null))).toBe(
    '403 configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "default"')
  expect(message(await ask('GET', CONFIG_MAPS, undefined, { authorization: 'Bearer no.such.token' }))).toBe('401 Unauthorized')
})

it('serves on while three hundred connections say nothing', async () => {
  const port = Number(new URL(at.door.apiUrl).port)
  const silent = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  expect((await ask('GET', '/readyz')).body).toBe('ok')
  for (const socket of silent) socket.destroy()
})

it('answers whatever is asked, and stays up', async () => {
  const word = fc.constantFrom('api', 'apis', 'v1', 'apps', 'namespaces', 'default', 'pods', 'configmaps', 'status', 'scale', 'watch', 'nodes', 'log', '..', '%00', '%zz', '*')
  const query = fc.constantFrom('', '?limit=1', '?limit=-1', '?labelSelector=a%20in%20(', '?fieldSelector==', '?continue=e30', '?resourceVersion=-1', '?dryRun=All&fieldValidation=Strict')
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')
  const body = fc.oneof(fc.json(), fc.string(), fc.constant('{"metadata":{"name":"x"}}'))
  const type = fc.constantFrom('application/json', 'application/yaml', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml', 'application/json-patch+json', 'application/vnd.kubernetes.protobuf')
  await fc.assert(fc.asyncProperty(method, fc.array(word, { maxLength: 8 }), query, body, type, async (verb, words, asked, sent, contentType) => {
    const watches = words.includes('watch')
    const answer = await ask(verb, `/${words.join('/')}${asked}${watches ? `${asked === '' ? '?' : '&'}timeoutSeconds=1` : ''}`, verb === 'GET' ? undefined : sent, { 'content-type': contentType })
    expect(answer.status).toBeGreaterThanOrEqual(200)
    if (answer.status === 500) expect(answer.body).not.toMatch(/is not a function|undefined|Cannot read|iterable/)
  }), { numRuns: 150 })
  expect((await ask('GET', '/readyz')).body).toBe('ok')
})
