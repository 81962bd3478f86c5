/** The rules for probes and lifecycle hooks. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { HTTPGetAction, Lifecycle, LifecycleHandler, PodSpec, Probe } from '../generated/api-types.ts'
import { check, checkPort, nonNegative } from '../validation/fields.ts'
import { isHttpHeader } from '../validation/formats.ts'
import { LINUX_SIGNALS } from './signals.ts'

type Handler = Probe & LifecycleHandler

const ONE_HANDLER = 'may not specify more than 1 handler type'

function validateHandler(handler: Handler, grace: number | undefined, at: string): FieldError[] {
  const errors: FieldError[] = []
  let found = 0
  const one = (field: keyof Handler & string, rule: (path: string) => FieldError[]): void => {
    if (handler[field] === undefined) return
    if (found++ > 0) errors.push(forbidden(`${at}.${field}`, ONE_HANDLER))
    else errors.push(...rule(`${at}.${field}`))
  }
  one('exec', (path) => ((handler.exec?.command ?? []).length === 0 ? [required(`${path}.command`)] : []))
  one('httpGet', (path) => validateHttpGet(handler.httpGet!, path))
  one('tcpSocket', (path) => checkPort(handler.tcpSocket!.port, `${path}.port`))
  one('grpc', (path) => checkPort(handler.grpc!.port, `${path}.port`))
  one('sleep', (path) => {
    const seconds = handler.sleep!.seconds ?? 0
    if (grace === undefined || (seconds >= 0 && seconds <= grace)) return []
    return [invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`)]
  })
  if (found === 0) errors.push(required(at, 'must specify a handler type'))
  return errors
}

function validateHttpGet(get: HTTPGetAction, at: string): FieldError[] {
  return [
    ...(get.path ? [] : [required(`${at}.path`)]),
    ...checkPort(get.port, `${at}.port`),
    ...(['HTTP', 'HTTPS'].includes(get.scheme ?? '') ? [] : [notSupported(`${at}.scheme`, get.scheme ?? '', ['HTTP', 'HTTPS'])]),
    ...(get.httpHeaders ?? []).flatMap((header) => check(isHttpHeader, header.name ?? '', `${at}.httpHeaders`)),
  ]
}

export type ProbeField = 'livenessProbe' | 'readinessProbe' | 'startupProbe'

export function validateProbe(probe: Probe | undefined, field: ProbeField, grace: number | undefined, path: string): FieldError[] {
  if (probe === undefined) return []
  const at = `${path}.${field}`
  const errors = validateHandler(probe, grace, at)
  for (const number of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const) {
    errors.push(...nonNegative(probe[number], `${at}.${number}`))
  }
  const seconds = probe.terminationGracePeriodSeconds
  if (seconds !== undefined && seconds <= 0) {
    errors.push(invalid(`${at}.terminationGracePeriodSeconds`, seconds, 'must be greater than 0'))
  }
  if (field === 'readinessProbe') {
    if (seconds !== undefined) errors.push(invalid(`${at}.terminationGracePeriodSeconds`, seconds, 'must not be set for readinessProbes'))
  } else if (probe.successThreshold !== 1) {
    errors.push(invalid(`${at}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'))
  }
  return errors
}

export function validateLifecycle(lifecycle: Lifecycle, spec: PodSpec, at: string): FieldError[] {
  const grace = spec.terminationGracePeriodSeconds
  const errors: FieldError[] = []
  if (lifecycle.postStart !== undefined) errors.push(...validateHandler(lifecycle.postStart, grace, `${at}.postStart`))
  if (lifecycle.preStop !== undefined) errors.push(...validateHandler(lifecycle.preStop, grace, `${at}.preStop`))
  const signal = lifecycle.stopSignal
  if (signal === undefined) return errors
  if (spec.os === undefined) {
    return [...errors, forbidden(`${at}.stopSignal`, 'may not be set for containers with empty `spec.os.name`')]
  }
  const supported = spec.os.name === 'windows' ? ['SIGKILL', 'SIGTERM'] : spec.os.name === 'linux' ? LINUX_SIGNALS : [signal]
  return supported.includes(signal) ? errors : [...errors, notSupported(`${at}.stopSignal`, signal, supported)]
}
