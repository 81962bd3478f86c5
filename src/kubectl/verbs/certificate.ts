/** kubectl certificate approve and deny. */
import { timestamp } from '../../kinds/age.ts'
import type { Pause } from '../../lib/process.ts'
import { copyOf } from '../change.ts'
import { build, requestTo } from '../client/builder.ts'
import { KubectlError, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

interface Decision { readonly type: string; readonly opposite: string; readonly reason: string; readonly message: string; readonly operation: string }

const decide = (name: string, decision: Decision): Verb => ({
  path: `certificate ${name}`, run: session => run(session, decision),
})

/** Upstream: `kubectl/pkg/cmd/certificates/certificates.go`. */
function* run(session: Session, decision: Decision): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('one or more CSRs must be specified as <name> or -f <filename>')
  }
  const words = args.length > 0 ? ['certificatesigningrequests', ...args] : []
  const built = yield* build(session, { args: words, files: true, latest: true })
  const printer = new ResultPrinter(session, 'none')
  const failures: Error[] = [...built.errors]
  for (const info of built.infos) {
    try {
      const object = copyOf(info.object!)
      object['status'] ??= {}
      const conditions: any[] = object['status'].conditions ?? []
      const clash = conditions.find(condition => condition.type === decision.opposite)
      if (clash && !flags.bool('force')) {
        throw new KubectlError(`certificate signing request ${JSON.stringify(info.name)} is already ${decision.opposite}`)
      }
      if (!conditions.some(condition => condition.type === decision.type)) {
        const now = timestamp(session.cluster.now())
        object['status'].conditions = [...conditions, {
          type: decision.type, status: 'True', reason: decision.reason, message: decision.message, lastUpdateTime: now,
        }]
        session.client.request({
          ...requestTo(info.mapping), verb: 'update', subresource: 'approval', name: info.name, body: object,
        })
      }
      printer.print(info.mapping, object, decision.operation)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

export const certificateApprove = decide('approve', {
  type: 'Approved', opposite: 'Denied', reason: 'KubectlApprove', operation: 'approved',
  message: 'This CSR was approved by kubectl certificate approve.',
})

export const certificateDeny = decide('deny', {
  type: 'Denied', opposite: 'Approved', reason: 'KubectlDeny', operation: 'denied',
  message: 'This CSR was denied by kubectl certificate deny.',
})
