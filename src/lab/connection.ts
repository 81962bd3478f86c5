/** Who answers at a server's address, and who the caller is to it. */
import { X509Certificate } from 'node:crypto'
import type { Credentials } from '../apiserver/auth/authenticate.ts'
import { StatusError } from '../apiserver/errors.ts'
import type { ApiRequest, UserInfo } from '../apiserver/request.ts'
import { ServiceAccount } from '../kinds/core/service-account.ts'
import type { Connection, Target, Unreachable } from '../kubectl/cluster.ts'
import { credentials } from './generated/credentials.ts'
import type { World } from './world.ts'

/** Names and addresses under which the API server is reached. */
const ADDRESSES = ['127.0.0.1:6443', '192.168.56.10:6443', 'controlplane:6443', '172.20.0.1:443', 'kubernetes.default.svc:443']

type Certified = NonNullable<Credentials['certificate']>

export function connectTo(world: World): (target: Target) => Connection | Unreachable {
  const known = new Map<string, Certified | undefined>()
  const certified = (pem: string): Certified | undefined => {
    if (!known.has(pem)) known.set(pem, subjectOf(pem, world.now))
    return known.get(pem)
  }
  /** Undefined: credentials that this cluster does not accept. */
  const userOf = ({ clientCertificate, token }: Target): UserInfo | undefined => {
    const certificate = clientCertificate === undefined ? undefined : certified(clientCertificate)
    if (clientCertificate !== undefined && certificate === undefined) return undefined
    try {
      return world.server.authenticate({
        ...(certificate === undefined ? {} : { certificate }), ...(token === undefined ? {} : { token }),
      })
    } catch (error) {
      if (error instanceof StatusError) return undefined
      throw error
    }
  }
  return (target) => {
    const url = new URL(target.server)
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
    if (!ADDRESSES.includes(`${url.hostname}:${port}`)) return { because: unreachable(url.hostname, port) }
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

/** The common name is the user, organizations are groups (`apiserver/pkg/authentication/request/x509/x509.go`). */
function subjectOf(pem: string, now: number): Certified | undefined {
  try {
    const certificate = new X509Certificate(pem)
    const authority = new X509Certificate(credentials.authority.certificatePem)
    const valid = Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo)
    if (!valid || !certificate.verify(authority.publicKey)) return undefined
    const subject = certificate.subject.split('\n').map((part) => part.split('=') as [string, string])
    return {
      commonName: subject.find(([key]) => key === 'CN')?.[1] ?? '',
      organizations: subject.filter(([key]) => key === 'O').map(([, value]) => value),
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    }
  } catch {
    return undefined
  }
}

/** In the words of Go's dialer. */
function unreachable(host: string, port: string): string {
  if (host === 'localhost' || /^[\d.]+$/.test(host)) {
    return `dial tcp ${host === 'localhost' ? '127.0.0.1' : host}:${port}: connect: connection refused`
  }
  return `dial tcp: lookup ${host} on 127.0.0.53:53: no such host`
}
