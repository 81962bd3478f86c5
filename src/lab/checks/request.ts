/** Sends an HTTP request from somewhere and judges the answer. */
import { Service } from '../../kinds/core/service.ts'
import type { Reader } from '../../kinds/kind.ts'
import type { Shape } from '../scenario/shape.ts'
import type { Check, HttpOutcome, Verdict } from './check.ts'
import { placeOf, placeShape } from './place.ts'
import type { TextRule } from './text.ts'
import { fits, quote, ruleInWords, textShape } from './text.ts'

interface Expectation {
  readonly status?: number
  readonly body?: TextRule
  readonly headers?: { readonly [name: string]: TextRule }
  readonly fails?: boolean
}

interface RequestSpec {
  readonly url: string
  readonly from?: string
  readonly method?: string
  readonly headers?: readonly string[]
  readonly data?: string
  readonly expect: Expectation
}

const shape: Shape = {
  type: 'object', additionalProperties: false, required: ['url', 'expect'],
  description: 'An HTTP request and what must come back.',
  properties: {
    url: { type: 'string', description: 'INGRESS stands for the address of the ingress controller.' },
    from: placeShape,
    method: { type: 'string' },
    headers: { type: 'array', items: { type: 'string' }, description: 'Lines such as "Host: shop.example.com".' },
    data: { type: 'string', description: 'The body.' },
    expect: {
      type: 'object', additionalProperties: false,
      properties: {
        status: { type: 'integer' },
        body: textShape,
        headers: { type: 'object', additionalProperties: textShape, description: 'Name to what its value must be.' },
        fails: { type: 'boolean', description: 'No answer must come at all.' },
      },
    },
  },
}

export const request: Check<RequestSpec> = {
  type: 'request',
  shape,
  title: (spec) => `${sentence(spec)} → ${inWords(spec.expect)}`,
  async run(spec, trial) {
    const url = spec.url.replace('INGRESS', () => ingressAddress(trial.cluster) ?? 'INGRESS')
    try {
      const from = placeOf(spec.from, trial.cluster)
      const outcome = await trial.request({
        url,
        ...(from === undefined ? {} : { from }),
        ...(spec.method === undefined ? {} : { method: spec.method }),
        ...(spec.headers === undefined ? {} : { headers: spec.headers }),
        ...(spec.data === undefined ? {} : { body: spec.data }),
      })
      return judge(spec.expect, outcome, sentence({ ...spec, url }))
    } catch (error) {
      return { pass: false, expected: inWords(spec.expect), saw: (error as Error).message }
    }
  },
}

function judge(expect: Expectation, outcome: HttpOutcome, sent: string): Verdict {
  const expected = inWords(expect)
  const last = outcome.hops.at(-1)
  const why = last === undefined ? '' : ` (${last.hop}: ${last.because})`
  if (outcome.failure !== undefined) {
    return { pass: expect.fails === true, expected, saw: `${sent}: ${outcome.failure}${why}` }
  }
  const pass = expect.fails !== true &&
    (expect.status === undefined || outcome.status === expect.status) &&
    (expect.body === undefined || fits(outcome.body, expect.body)) &&
    Object.entries(expect.headers ?? {}).every(([name, rule]) => fits(outcome.headers.get(name.toLowerCase()) ?? '', rule))
  const body = outcome.body === '' ? '' : `, ${quote(outcome.body)}`
  return { pass, expected, saw: `${sent}: status ${outcome.status}${body}${pass ? '' : why}` }
}

function inWords(expect: Expectation): string {
  if (expect.fails) return 'no answer'
  return [
    ...(expect.status === undefined ? [] : [`status ${expect.status}`]),
    ...(expect.body === undefined ? [] : [`a body that ${ruleInWords(expect.body)}`]),
    ...Object.entries(expect.headers ?? {}).map(([name, rule]) => `a header ${name} that ${ruleInWords(rule)}`),
  ].join(', ') || 'an answer'
}

function sentence(spec: Pick<RequestSpec, 'url' | 'method' | 'from' | 'headers'>): string {
  const headers = spec.headers === undefined ? '' : ` (${spec.headers.join(', ')})`
  const from = spec.from === undefined || spec.from === 'host' ? '' : ` from ${spec.from}`
  return `${spec.method ?? 'GET'} ${spec.url}${headers}${from}`
}

/** Where the ingress controller is reached: its load balancer's address, else its cluster IP. */
export function ingressAddress(cluster: Reader): string | undefined {
  const service = cluster.get(Service, 'ingress-nginx', 'ingress-nginx-controller')
  return service?.status?.loadBalancer?.ingress?.[0]?.ip ?? service?.spec.clusterIP
}
