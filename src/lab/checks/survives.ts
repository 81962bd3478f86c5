/** Does something to the cluster – new pods, a drained node, days that pass – and then tries another check again. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Shape } from '../scenario/shape.ts'
import { durationMs } from '../duration.ts'
import type { Check, Trial } from './check.ts'

interface SurvivesSpec {
  readonly event: string
  readonly check: { readonly [type: string]: unknown }
}

const shape: Shape = {
  type: 'object', additionalProperties: false, required: ['event', 'check'],
  description: 'What happens, and the check that must pass afterwards.',
  properties: {
    event: {
      type: 'string', pattern: '^(pods \\S+( \\S+=\\S+)?|drain \\S+|roll \\S+/\\S+|pass (\\d+[dhms])+)$',
      description: 'pods NAMESPACE [LABEL=VALUE] | drain NODE | roll NAMESPACE/DEPLOYMENT | pass 40d',
    },
    check: { type: 'object', description: 'Any other check.' },
  },
}

/** Made with the checks it may nest, so that the listing stays the only place that knows them all. */
export const survives = (others: readonly Check[]): Check<SurvivesSpec> => {
  const inner = (spec: SurvivesSpec): readonly [Check, unknown] => {
    const [type, value] = Object.entries(spec.check)[0] ?? ['', undefined]
    const check = others.find((c) => c.type === type)
    if (check === undefined) throw new Error(`survives: there is no check "${type}"`)
    return [check, value]
  }
  return {
    type: 'survives',
    shape,
    title(spec) {
      const [check, value] = inner(spec)
      return `after “${spec.event}”: ${check.title(value)}`
    },
    async run(spec, trial) {
      const [check, value] = inner(spec)
      await happen(spec.event, trial)
      const verdict = await check.run(value, trial)
      return { ...verdict, expected: `after “${spec.event}”: ${verdict.expected}` }
    },
  }
}

async function happen(event: string, trial: Trial): Promise<void> {
  const [what, subject, label] = event.split(' ') as [string, string, string?]
  if (what === 'pods') {
    const [key, value] = label?.split('=') ?? []
    const pods = trial.cluster.list(Pod, subject).filter((p) => key === undefined || p.metadata.labels?.[key] === value)
    for (const pod of pods) await trial.run(`kubectl delete pod ${pod.metadata.name} -n ${subject} --grace-period=1`)
  } else if (what === 'drain') {
    await trial.run(`kubectl drain ${subject} --ignore-daemonsets --delete-emptydir-data --force`)
  } else if (what === 'roll') {
    const [namespace, name] = subject.split('/') as [string, string]
    await trial.run(`kubectl rollout restart deployment ${name} -n ${namespace}`)
    await trial.run(`kubectl rollout status deployment ${name} -n ${namespace} --timeout=300s`)
  } else trial.advance(durationMs(subject))
  trial.settle()
}
