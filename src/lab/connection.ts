/** Who answers at a server's address, and who the caller is to it. */
import { X509Certificate } from 'node:crypto'
import type { ApiRequest, UserInfo } from '../apiserver/request.ts'
import { ServiceAccount } from '../kinds/core/service-account.ts'
import type { Connection, Target, Unreachable } from '../kubectl/cluster.ts'
import { credentials } from './generated/credentials.ts'
import type { World } from './world.ts'

/** Names and addresses under which the API server is reached. */
const ADDRESSES = ['127.0.0.1:6443', '192.168.56.10:6443', 'controlplane:6443', '172.20.0.1:443', 'kubernetes.default.svc:443']

/** Which users the certificates of this world belong to; checked once a certificate. */
export function connectTo(world: World): (target: Target) => Connection | Unreachable {
  const known = new Map<string, UserInfo | undefined>()
  const userOf = (target: Target): UserInfo | undefined => {
    const { clientCertificate, token } = target
    if (token !== undefined) return undefined
    if (clientCertificate === undefined) return ANONYMOUS
    if (!known.has(clientCertificate)) known.set(clientCertificate, certifiedUser(clientCertificate, world))
    return known.get(clientCertificate)
  }
  return (target) => {
    const url = new URL(target.server)
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
    const address = `${url.hostname}:${port}`
    if (!ADDRESSES.includes(address)) {
      return { because: isAddress(url.hostname) || url.hostname === 'localhost'
        ? `dial tcp ${url.hostname === 'localhost' ? '127.0.0.1' : url.hostname}:${port}: connect: connection refused`
        : `dial tcp: lookup ${url.hostname} on 127.0.0.53:53: no such host` }
    }
    const { server } = world
    const handle: Connection['handle'] = (request) => {
      awaitServiceAccount(request, world)
      return server.handle(request)
    }
    return { user: userOf(target), kinds: server.kinds, reader: server.reader, handle }
  }
}

/** A pod in a new namespace: the server looks for the default account again and again (plugin/pkg/admission/serviceaccount). */
function awaitServiceAccount({ verb, resource, namespace }: ApiRequest, world: World): void {
  if (verb !== 'create' || resource !== 'pods' || namespace === undefined) return
  if (world.server.reader.get(ServiceAccount, namespace, 'default') === undefined) world.drain()
}

const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] }
const isAddress = (host: string): boolean => /^[\d.]+$/.test(host)

/** The common name is the user, organizations are groups (`apiserver/pkg/authentication/request/x509/x509.go`). */
function certifiedUser(pem: string, world: World): UserInfo | undefined {
  try {
    const certificate = new X509Certificate(pem)
    const authority = new X509Certificate(credentials.authority.certificatePem)
    const valid = Date.parse(certificate.validFrom) <= world.now && world.now <= Date.parse(certificate.validTo)
    if (!valid || !certificate.verify(authority.publicKey)) return undefined
    const subject = certificate.subject.split('\n').map((part) => part.split('=') as [string, string])
    const name = subject.find(([key]) => key === 'CN')?.[1] ?? ''
    const groups = subject.filter(([key]) => key === 'O').map(([, value]) => value)
    return { name, groups: [...groups, 'system:authenticated'] }
  } catch {
    return undefined
  }
}
