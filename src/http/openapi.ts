/** /openapi/v3 and /openapi/v2: what explain, strict validation and client libraries read. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { groupsOf } from '../apiserver/discovery/discovery.ts'
import { openApiDocument, openApiV2 } from '../apiserver/openapi/document.ts'
import type { World } from '../lab/world.ts'
import { NO_CACHE, encode, sendText } from './respond.ts'

const PROTOBUF_V2 = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
/** openapi.v2.Document with its version and title, and nothing defined: who needs types reads v3. */
const EMPTY_DOCUMENT = Buffer.concat([
  Buffer.from([0x0a, 3]), Buffer.from('2.0'), Buffer.from([0x12, 18, 0x0a, 10]), Buffer.from('Kubernetes'), Buffer.from([0x12, 4]),
  Buffer.from('1.36'), Buffer.from([0x42, 0, 0x4a, 0]),
])
const FORM = { format: 'json', pretty: false } as const
/** Documents by their text's hash: the server says where they are, clients keep them for good. */
const OTHER_PATHS = ['.well-known/openid-configuration', 'api', 'apis', 'openid/v1/jwks', 'version']

export function openApi(world: World, message: IncomingMessage, response: ServerResponse, path: string): void {
  if (path === '/openapi/v2') {
    if (message.headers.accept?.includes(PROTOBUF_V2)) {
      response.writeHead(200, { ...NO_CACHE, 'Content-Type': PROTOBUF_V2.replace('@', '.'), 'Content-Length': EMPTY_DOCUMENT.length })
      response.end(EMPTY_DOCUMENT)
      return
    }
    const text = encode(openApiV2(world.kinds), FORM)
    return answerText(message, response, text)
  }
  const inside = path.slice('/openapi/v3'.length).replace(/^\//, '')
  if (inside === '') return sendText(response, 200, encode({ paths: index(world) }, FORM))
  const [root, first, second] = inside.split('/')
  const document = root === 'api' && first !== undefined ? openApiDocument(world.kinds, '', first)
    : root === 'apis' && first !== undefined && second !== undefined ? openApiDocument(world.kinds, first, second)
    : index(world)[inside] === undefined ? undefined : { openapi: '3.0.0', info: { title: 'Kubernetes', version: '1.36' }, paths: {} }
  if (document === undefined) {
    response.writeHead(404, NO_CACHE)
    response.end()
    return
  }
  answerText(message, response, encode(document, FORM))
}

function answerText(message: IncomingMessage, response: ServerResponse, text: string): void {
  const etag = `"${hashOf(text)}"`
  const headers = { ...NO_CACHE, 'Content-Type': 'application/json', ETag: etag, Vary: 'Accept' }
  if (message.headers['if-none-match'] === etag) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  response.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}

const hashOf = (text: string): string => createHash('sha512').update(text).digest('hex').toUpperCase()

function index(world: World): Record<string, { serverRelativeURL: string }> {
  const paths: Record<string, { serverRelativeURL: string }> = {}
  const add = (path: string, content: string): void => {
    paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(content)}` }
  }
  for (const path of OTHER_PATHS) add(path, path)
  for (const { name, versions } of groupsOf(world.kinds)) {
    if (name !== '') add(`apis/${name}`, name)
    for (const version of versions) {
      const path = name === '' ? `api/${version}` : `apis/${name}/${version}`
      const kinds = world.kinds.all().filter((k) => k.group === name)
      add(path, JSON.stringify(kinds.map((k) => [k.plural, k.structural])))
    }
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
}
