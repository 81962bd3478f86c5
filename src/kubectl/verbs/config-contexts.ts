/** kubectl config current-context, get-*, use-context, set-context, rename-context, delete-*. */
import { byCodePoint } from '../../lib/json.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'
import type { Source } from '../config/config-access.ts'
import type { Section } from '../config/kubeconfig.ts'
import { ExitError, KubectlError } from '../errors.ts'
import { helpOf } from '../help.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

/** Wrong number of arguments: the command's help, then the complaint. */
export const helpAndFail = (session: Session, message: string | undefined): never => {
  session.print(helpOf(session.path)!)
  throw message === undefined ? new ExitError(0) : new KubectlError(message)
}

const unexpected = (session: Session): string => `Unexpected args: [${session.args.join(' ')}]`

/** The file that holds an entry, or the one where new entries go. */
export const sourceFor = (session: Session, section: Section, name: string): Source =>
  session.config.ownerOf(section, name) ?? session.config.fallback

export const configCurrentContext: Verb = {
  path: 'config current-context',
  run: session => {
    const { currentContext } = session.config.merged
    if (currentContext === '') throw new KubectlError('current-context is not set')
    session.print(`${currentContext}\n`)
    return 0
  },
}

const listVerb = (name: string, section: Section): Verb => ({
  path: `config ${name}`,
  run: session => {
    session.print('NAME\n')
    for (const entry of sortedNames(session, section)) session.print(`${entry}\n`)
    return 0
  },
})

const sortedNames = (session: Session, section: Section): string[] =>
  [...session.config.merged[section].keys()].sort(byCodePoint)

export const configGetClusters = listVerb('get-clusters', 'clusters')
export const configGetUsers = listVerb('get-users', 'users')

/** Upstream: `kubectl/pkg/cmd/config/get_contexts.go`. */
export const configGetContexts: Verb = {
  path: 'config get-contexts',
  run: session => {
    const { flags, args } = session
    const output = flags.string('output')
    if (output !== '' && output !== 'name' && output !== 'wide') {
      throw new KubectlError(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`)
    }
    const { merged } = session.config
    const names = args.length > 0 ? args.filter(name => merged.contexts.has(name)).sort(byCodePoint) : sortedNames(session, 'contexts')
    if (output === 'name') for (const name of names) session.print(`${name}\n`)
    else {
      const rows = names.map(name => {
        const { cluster, user, namespace = '' } = merged.contexts.get(name)!
        return [name === merged.currentContext ? '*' : '', name, cluster, user, namespace]
      })
      const header = flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]
      session.print(alignLines([...header, ...rows], TABLE_LAYOUT))
    }
    const missing = args.filter(name => !merged.contexts.has(name))
    if (missing.length > 0) throw new KubectlError(missing.map(name => `context ${name} not found`).join(', '))
    return 0
  },
}

export const configUseContext: Verb = {
  path: 'config use-context',
  run: session => {
    const [name] = session.args
    if (session.args.length !== 1) helpAndFail(session, unexpected(session))
    if (!session.config.merged.contexts.has(name!)) throw new KubectlError(`no context exists with the name: ${JSON.stringify(name)}`)
    setCurrent(session, name!)
    session.print(`Switched to context "${name}".\n`)
    return 0
  },
}

/** It is written where it stands now, or in the first file. */
export const setCurrent = (session: Session, name: string): void => {
  const source = session.config.sources.find(({ config }) => config.currentContext !== '') ?? session.config.fallback
  source.config.currentContext = name
  session.config.save(source)
}

/** Upstream: `kubectl/pkg/cmd/config/set_context.go`. */
export const configSetContext: Verb = {
  path: 'config set-context',
  run: session => {
    const { flags, args } = session
    if (args.length > 1) helpAndFail(session, unexpected(session))
    if (args.length === 1 && flags.bool('current')) throw new KubectlError('you cannot specify both a context name and --current')
    if (args.length === 0 && !flags.bool('current')) throw new KubectlError('you must specify a non-empty context name or --current')
    const name = args[0] ?? session.config.merged.currentContext
    if (name === '') throw new KubectlError('no current context is set')
    const known = session.config.merged.contexts.has(name)
    const source = sourceFor(session, 'contexts', name)
    const context = source.config.contexts.get(name) ?? { cluster: '', user: '' }
    if (flags.changed('cluster')) context.cluster = flags.string('cluster')
    if (flags.changed('user')) context.user = flags.string('user')
    if (flags.changed('namespace')) context.namespace = flags.string('namespace')
    source.config.contexts.set(name, context)
    session.config.save(source)
    session.print(`Context "${name}" ${known ? 'modified' : 'created'}.\n`)
    return 0
  },
}

export const configRenameContext: Verb = {
  path: 'config rename-context',
  run: session => {
    if (session.args.length !== 2) helpAndFail(session, unexpected(session))
    const [from, to] = session.args as [string, string]
    const { merged, fallback } = session.config
    const source = session.config.ownerOf('contexts', from)
    if (!source) throw new KubectlError(`cannot rename the context "${from}", it's not in ${fallback.shown}`)
    if (merged.contexts.has(to)) throw new KubectlError(`cannot rename the context "${from}", the context "${to}" already exists in ${source.shown}`)
    source.config.contexts.set(to, source.config.contexts.get(from)!)
    source.config.contexts.delete(from)
    if (source.config.currentContext === from) source.config.currentContext = to
    session.config.save(source)
    session.print(`Context "${from}" renamed to "${to}".\n`)
    return 0
  },
}

const deleteVerb = (noun: string, section: Section): Verb => ({
  path: `config delete-${noun}`,
  run: session => {
    if (session.args.length !== 1) helpAndFail(session, undefined)
    const name = session.args[0]!
    const source = session.config.ownerOf(section, name)
    if (!source) throw new KubectlError(`cannot delete ${noun} ${name}, not in ${session.config.fallback.shown}`)
    if (section === 'contexts' && session.config.merged.currentContext === name) {
      session.warn('warning: this removed your active context, use "kubectl config use-context" to select a different one\n')
    }
    source.config[section].delete(name)
    session.config.save(source)
    session.print(`deleted ${noun} ${name} from ${source.shown}\n`)
    return 0
  },
})

export const configDeleteContext = deleteVerb('context', 'contexts')
export const configDeleteCluster = deleteVerb('cluster', 'clusters')
export const configDeleteUser = deleteVerb('user', 'users')
