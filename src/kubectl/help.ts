/** kubectl's commands with their help texts, as recorded from the real program, and what those texts tell. */
import texts from '../../data/kubectl-help.json' with { type: 'json' }

const HELP = texts as Readonly<Record<string, string>>

/** Paths of all commands ("create deployment"), without the root, in kubectl's own order. */
export const commandPaths: readonly string[] = Object.keys(HELP).filter(path => path !== '' && path !== 'options')

/** The help text of a command; the root's is that of ''. */
export const helpOf = (path: string): string | undefined => HELP[path]

/** What `kubectl options` prints. */
export const globalOptions = (home: string): string =>
  HELP['options']!.replaceAll('/root/.kube/cache', `${home}/.kube/cache`)

let aliases: Map<string, string> | undefined

/** The path of a command under its parent, by name or by alias. */
export const findCommand = (parent: string, name: string): string | undefined => {
  const path = parent === '' ? name : `${parent} ${name}`
  if (path !== '' && HELP[path] !== undefined) return path
  aliases ??= readAliases()
  return aliases.get(path)
}

/** Whether a command only holds others ("rollout", "create secret"). */
export const subcommandsOf = (path: string): readonly string[] =>
  commandPaths.filter(other => {
    const rest = path === '' ? other : other.startsWith(`${path} `) ? other.slice(path.length + 1) : ' '
    return !rest.includes(' ')
  })

const readAliases = (): Map<string, string> => {
  const found = new Map<string, string>()
  for (const path of commandPaths) {
    const listed = /^Aliases:\n(.*)\n/m.exec(HELP[path]!)?.[1]
    const parent = path.includes(' ') ? path.slice(0, path.lastIndexOf(' ') + 1) : ''
    for (const alias of listed?.split(', ') ?? []) found.set(parent + alias, path)
  }
  return found
}
