/** The rules for NetworkPolicies. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../generated/api-types.ts'
import { check } from '../validation/fields.ts'
import { isPortName, isPortNumber } from '../validation/formats.ts'
import { checkNetwork, isStrictSubset, parseNetwork } from '../validation/ip.ts'
import { validateSelector } from '../validation/labels.ts'

export function validateNetworkPolicy(policy: NetworkPolicy): FieldError[] {
  const spec = policy.spec ?? {}
  const errors = validateSelector(spec.podSelector, 'spec.podSelector')
  const directions = [['ingress', 'from'], ['egress', 'to']] as const
  for (const [direction, side] of directions) {
    ;(spec[direction] ?? []).forEach((rule, i) => {
      const at = `spec.${direction}[${i}]`
      const peers = (rule as Record<string, NetworkPolicyPeer[] | undefined>)[side] ?? []
      errors.push(
        ...(rule.ports ?? []).flatMap((port, p) => validatePort(port, `${at}.ports[${p}]`)),
        ...peers.flatMap((peer, p) => validatePeer(peer, `${at}.${side}[${p}]`)))
    })
  }
  const types = spec.policyTypes ?? []
  if (types.length > 2) return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')]
  types.forEach((type, i) => {
    if (type !== 'Ingress' && type !== 'Egress') errors.push(notSupported(`spec.policyTypes[${i}]`, type, ['Ingress', 'Egress']))
  })
  return errors
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (protocol !== undefined && !['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    errors.push(notSupported(`${at}.protocol`, protocol, ['TCP', 'UDP', 'SCTP']))
  }
  if (typeof port === 'number') {
    errors.push(...isPortNumber(port).map((text) => invalid(`${at}.port`, port, text)))
    if (endPort === undefined) return errors
    if (endPort < port) errors.push(invalid(`${at}.endPort`, endPort, 'must be greater than or equal to `port`'))
    return [...errors, ...isPortNumber(endPort).map((text) => invalid(`${at}.endPort`, endPort, text))]
  }
  if (endPort !== undefined) {
    errors.push(invalid(`${at}.endPort`, endPort, `may not be specified when \`port\` is ${port === undefined ? 'not specified' : 'non-numeric'}`))
  }
  return port === undefined ? errors : [...errors, ...check(isPortName, port, `${at}.port`)]
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, at: string): FieldError[] {
  const errors = [
    ...validateSelector(podSelector, `${at}.podSelector`), ...validateSelector(namespaceSelector, `${at}.namespaceSelector`),
    ...(ipBlock === undefined ? [] : validateBlock(ipBlock, `${at}.ipBlock`)),
  ]
  const selectors = podSelector !== undefined || namespaceSelector !== undefined
  if (!selectors && ipBlock === undefined) errors.push(required(at, 'must specify a peer'))
  if (selectors && ipBlock !== undefined) errors.push(forbidden(at, 'may not specify both ipBlock and another peer'))
  return errors
}

function validateBlock({ cidr, except = [] }: IPBlock, at: string): FieldError[] {
  if (!cidr) return [required(`${at}.cidr`)]
  const network = parseNetwork(cidr)
  if (network === undefined) return checkNetwork(cidr, `${at}.cidr`)
  return except.flatMap((text, i) => {
    const path = `${at}.except[${i}]`
    const inner = parseNetwork(text)
    if (inner === undefined) return checkNetwork(text, path)
    return isStrictSubset(inner, network) ? [] : [invalid(path, text, 'must be a strict subset of `cidr`')]
  })
}
