/** Small commands: completion, plugin list, alpha kuberc. */
import { KubectlError, usageError } from '../errors.ts'
import type { Verb } from '../verb.ts'

const SHELLS = new Set(['bash', 'zsh', 'fish', 'powershell'])

/** The real script asks kubectl for candidates; the shell here completes by itself, so an empty one does. */
const script = (shell: string): string => shell === 'zsh' ? '#compdef kubectl\ncompdef _kubectl kubectl\n'
  : shell === 'bash' ? '\n# bash completion V2 for kubectl                              -*- shell-script -*-\n'
    : `# ${shell} completion for kubectl\n`

export const completion: Verb = {
  path: 'completion',
  run: ({ args, print }) => {
    if (args.length === 0) throw usageError('completion', 'Shell not specified.')
    if (args.length > 1) throw usageError('completion', 'Too many arguments. Expected only the shell type.')
    if (!SHELLS.has(args[0]!)) throw usageError('completion', `Unsupported shell type ${JSON.stringify(args[0])}.`)
    print(script(args[0]!))
    return 0
  },
}

/** Programs of the PATH whose names begin with kubectl-. */
export const pluginList: Verb = {
  path: 'plugin list',
  run: ({ io, print, flags }) => {
    const found: string[] = []
    for (const directory of (io.env.get('PATH') ?? '').split(':')) {
      if (directory === '' || !io.files.exists(directory)) continue
      for (const name of io.files.list(directory)) {
        if (name.startsWith('kubectl-')) found.push(flags.bool('name-only') ? name : `${directory}/${name}`)
      }
    }
    if (found.length === 0) throw new KubectlError('unable to find any kubectl plugins in your PATH')
    print(`The following compatible plugins are available:\n\n${found.map(path => `${path}\n`).join('')}`)
    return 0
  },
}
