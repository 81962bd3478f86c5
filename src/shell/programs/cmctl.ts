/** cmctl status certificate NAME, cmctl renew NAME: cert-manager's own command, as far as Certificates go. */
import type { AnyObj } from '../../kinds/object.ts'
import { timestamp } from '../../kinds/age.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import type { NetworkPrograms } from './network-context.ts'

const GROUP = 'cert-manager.io'
const USAGE =
  'cmctl is a CLI tool manage and configure cert-manager resources for Kubernetes\n\nUsage:\n  cmctl [command]\n\nAvailable Commands:\n' +
  '  renew       Mark a Certificate for manual renewal\n  status      Get details on current status of cert-manager resources\n'

export const cmctl = (context: NetworkPrograms): Program =>
  function* run(args, io): Running {
    const at = args.findIndex(a => a === '-n' || a === '--namespace')
    const namespace = at < 0 ? 'default' : (args[at + 1] ?? 'default')
    const words = args.filter((a, i) => !a.startsWith('-') && (at < 0 || i !== at + 1))
    const { cluster } = context.network.context
    const kind = cluster.kindOf(GROUP, 'Certificate')
    const find = (name: string): AnyObj | undefined =>
      kind === undefined ? undefined : (cluster.get(kind, namespace, name) as AnyObj | undefined)
    const missing = (name: string, what: string): number => {
      io.stderr.write(`error: ${what}certificates.cert-manager.io "${name}" not found\n`)
      return 1
    }
    if (words[0] === 'renew' && words.length > 1) {
      for (const name of words.slice(1)) {
        const certificate = find(name)
        if (certificate === undefined) return missing(name, '')
        const status = yield* renew(certificate, io, context)
        if (status !== 0) return status
        io.stdout.write(`Manually triggered issuance of Certificate ${namespace}/${name}\n`)
      }
      return 0
    }
    if (words[0] === 'status' && words[1] === 'certificate' && words[2] !== undefined) {
      const certificate = find(words[2])
      if (certificate === undefined)
        return missing(words[2], 'error when getting Certificate resource: ')
      io.stdout.write(report(certificate, context))
      return 0
    }
    io.stdout.write(USAGE)
    return 0
  }

/** Sets the Issuing condition by the status subresource, as the real one does. */
function* renew({ metadata, status }: AnyObj, io: Io, { now }: NetworkPrograms): Running {
  const time = timestamp(now())
  const others = (status?.conditions ?? []).filter((c: { type: string }) => c.type !== 'Issuing')
  const conditions = [
    ...others,
    {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'Certificate re-issuance manually triggered',
      lastTransitionTime: time,
      observedGeneration: metadata.generation ?? 1,
    },
  ]
  const quiet = { ...io, stdout: { write: () => undefined } }
  return yield* io.run(
    [
      'kubectl',
      'patch',
      'certificates.cert-manager.io',
      metadata.name,
      '-n',
      metadata.namespace ?? 'default',
      '--subresource=status',
      '--type=merge',
      '-p',
      JSON.stringify({ status: { conditions } }),
    ],
    quiet,
  )
}

function report({ metadata, spec, status }: AnyObj, { network }: NetworkPrograms): string {
  const { cluster } = network.context
  const ref = spec.issuerRef
  const issuerKind = cluster.kindOf(GROUP, ref.kind ?? 'Issuer')
  const issuer =
    issuerKind === undefined
      ? undefined
      : (cluster.get(
          issuerKind,
          ref.kind === 'ClusterIssuer' ? undefined : metadata.namespace,
          ref.name,
        ) as AnyObj | undefined)
  const conditions = (
    list: readonly { type: string; status: string; reason: string; message: string }[] | undefined,
    indent: string,
  ): string =>
    list === undefined || list.length === 0
      ? `${indent}No Conditions set\n`
      : list
          .map(c => `${indent}${c.type}: ${c.status}, Reason: ${c.reason}, Message: ${c.message}\n`)
          .join('')
  return (
    `Name: ${metadata.name}\nNamespace: ${metadata.namespace}\nCreated at: ${metadata.creationTimestamp}\nConditions:\n${conditions(status?.conditions, '  ')}` +
    `DNS Names:\n${(spec.dnsNames ?? []).map((n: string) => `- ${n}\n`).join('')}` +
    (issuer === undefined
      ? `error when getting Issuer: ${(ref.kind ?? 'Issuer').toLowerCase()}s.cert-manager.io "${ref.name}" not found\n`
      : `Issuer:\n  Name: ${ref.name}\n  Kind: ${ref.kind ?? 'Issuer'}\n  Conditions:\n${conditions(issuer['status']?.conditions, '    ')}`) +
    `Secret:\n  Name: ${spec.secretName}\nNot Before: ${status?.notBefore ?? '<none>'}\nNot After: ${status?.notAfter ?? '<none>'}\nRenewal Time: ${status?.renewalTime ?? '<none>'}\n`
  )
}
