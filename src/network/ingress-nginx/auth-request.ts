/** The auth-url annotation: another service decides first (ngx_http_auth_request_module). */
import type { Headers, HttpResponse } from '../../lib/http.ts'
import { headerOf, withHeader } from '../../lib/http.ts'
import { connect } from '../connect.ts'
import { peerOf, resolve } from '../dns/resolve.ts'
import { podHosts, podResolvConf } from '../dns/resolv-conf.ts'
import { exchange } from '../exchange.ts'
import type { NetworkContext } from '../packet.ts'
import type { Settings } from './annotations.ts'
import type { Passage } from './proxy.ts'
import { hostHeader, page, schemeOf } from './proxy.ts'

export type Verdict = { readonly headers: Headers } | { readonly response: HttpResponse; readonly because: string }

export function authRequest(passage: Passage, settings: Settings, net: NetworkContext): Verdict {
  const asked = /^(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(settings.authUrl)
  const refuse = (status: number, because: string): Verdict => ({ response: page(passage, status), because })
  if (asked === null) return refuse(500, `auth-url ${settings.authUrl} is no URL`)
  const [, scheme, host = '', port, target = '/'] = asked
  const { pod } = passage.container
  const self = peerOf(pod)
  const resolved = resolve(self, host, { hosts: podHosts(pod), resolvConf: podResolvConf(pod) }, net)
  if (!('addresses' in resolved)) return refuse(500, `auth-url: ${host} does not resolve`)
  const number = Number(port ?? (scheme === 'https' ? 443 : 80))
  const connected = connect({ from: self, address: resolved.addresses[0]!, port: number, protocol: 'TCP' }, net)
  if ('failed' in connected) return refuse(500, `auth-url: ${connected.because}`)
  const headers = [
    ['X-Original-URL', `${schemeOf(passage)}://${hostHeader(passage)}${passage.request.target}`], ['X-Original-Method', passage.request.method],
    ['X-Sent-From', 'nginx-ingress-controller'],
  ] as const
  const request = {
    ...passage.request, method: 'GET', target, body: '',
    headers: [...headers, ...withHeader(passage.request.headers, 'Host', host)],
  }
  const arrival = { from: self, dialled: number, dialledAddress: resolved.addresses[0]!, tls: scheme === 'https' }
  const exchanged = exchange(connected.target, request, arrival, net)
  if ('failed' in exchanged) return refuse(500, 'auth-url: the service did not answer')
  const { response } = exchanged
  if (response.status >= 200 && response.status < 300) {
    const passed = settings.authResponseHeaders.flatMap((name) => {
      const value = headerOf(response.headers, name)
      return value === undefined ? [] : [[name, value] as const]
    })
    return { headers: passed }
  }
  if (response.status === 401 && settings.authSignin !== '') {
    const back = encodeURIComponent(`${schemeOf(passage)}://${hostHeader(passage)}${passage.request.target}`)
    const separator = settings.authSignin.includes('?') ? '&' : '?'
    return { response: page(passage, 302, [['Location', `${settings.authSignin}${separator}rd=${back}`]]), because: 'auth-url says 401, auth-signin sends to the login' }
  }
  const status = response.status === 401 || response.status === 403 ? response.status : 500
  return refuse(status, `auth-url answered ${response.status}`)
}
