/** kubectl create deployment, job and cronjob. */
import type { AnyObj } from '../../kinds/object.ts'
import { KubectlError } from '../errors.ts'
import { requestTo } from '../client/builder.ts'
import type { Session } from '../session.ts'
import type { Generator } from './generator.ts'

/** The words behind the name; everything behind `--` counts. */
const commandOf = (session: Session): readonly string[] => session.args.slice(1)

/** Upstream: `kubectl/pkg/cmd/create/create_deployment.go`. */
export const deployment: Generator = {
  path: 'create deployment', required: ['image'], apiVersion: 'apps/v1', kind: 'Deployment',
  failure: 'failed to create deployment: ',
  build(session, name) {
    const { flags } = session
    const images = flags.list('image')
    const command = commandOf(session)
    if (images.length > 1 && command.length > 0) {
      throw new KubectlError('cannot specify multiple --image options and command')
    }
    const port = flags.int('port')
    const containers = images.map((image, at) => ({
      name: containerName(session, image), image,
      ...(command.length > 0 ? { command } : {}),
      ...(at === 0 && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
      resources: {},
    }))
    const labels = { app: name }
    return {
      metadata: { labels },
      spec: {
        replicas: flags.int('replicas'), selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } }, strategy: {},
      },
      status: {},
    }
  },
}

const RANDOM = 'bcdfghjklmnpqrstvwxz2456789'

/** The last part of the image without tag; odd letters become dashes and make a random ending necessary. */
const containerName = (session: Session, image: string): string => {
  const last = image.slice(image.lastIndexOf('/') + 1).split(':')[0]!.split('@')[0]!
  if (!/[_.]/.test(last)) return last
  let ending = ''
  for (let n = 0; n < 5; n++) ending += RANDOM[Math.floor(session.cluster.random() * RANDOM.length)]
  return `${last.replace(/[_.]/g, '-')}-${ending}`
}

const container = (name: string, image: string, command: readonly string[]): object =>
  ({ name, image, ...(command.length > 0 ? { command } : {}), resources: {} })

/** Upstream: `kubectl/pkg/cmd/create/create_job.go`. */
export const job: Generator = {
  path: 'create job', apiVersion: 'batch/v1', kind: 'Job', failure: 'failed to create job: ',
  build(session, name) {
    const { flags } = session
    const image = flags.string('image')
    const from = flags.string('from')
    const command = commandOf(session)
    if ((image === '') === (from === '')) throw new KubectlError('either --image or --from must be specified')
    if (from !== '' && command.length > 0) throw new KubectlError('cannot specify --from and command')
    if (from !== '') return fromCronJob(session, from)
    return {
      spec: { template: { metadata: {}, spec: { containers: [container(name, image, command)], restartPolicy: 'Never' } } },
      status: {},
    }
  },
}

const fromCronJob = (session: Session, from: string): Record<string, unknown> => {
  const [type = '', name] = from.split('/')
  const mapping = session.mapper.byArgument(type)
  if (name === undefined) throw new KubectlError('resource(s) were provided, but no name was specified')
  const source = session.client.object({ ...requestTo(mapping), verb: 'get', namespace: session.namespace, name })
  if (source.kind !== 'CronJob') throw new KubectlError('from must be an existing cronjob')
  const template = source['spec'].jobTemplate as AnyObj
  const { annotations = {}, labels } = (template.metadata ?? {}) as { annotations?: object; labels?: object }
  return {
    metadata: {
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      ...(labels ? { labels } : {}),
      ownerReferences: [{
        apiVersion: 'batch/v1', kind: 'CronJob', name, uid: source.metadata.uid, controller: true,
      }],
    },
    spec: template['spec'], status: {},
  }
}

/** Upstream: `kubectl/pkg/cmd/create/create_cronjob.go`. */
export const cronJob: Generator = {
  path: 'create cronjob', required: ['image', 'schedule'], apiVersion: 'batch/v1', kind: 'CronJob',
  failure: 'failed to create cronjob: ',
  build(session, name) {
    const { flags } = session
    const containers = [container(name, flags.string('image'), commandOf(session))]
    const restartPolicy = flags.string('restart') || 'OnFailure'
    return {
      spec: {
        schedule: flags.string('schedule'),
        jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec: { containers, restartPolicy } } } },
      },
      status: {},
    }
  },
}
