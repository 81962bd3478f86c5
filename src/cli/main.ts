/** The kubedrill command: picks a subcommand and loads only what that needs. */
import { commands } from './commands.ts'
import { Complaint } from './complaint.ts'

async function main(): Promise<number> {
  const [name = 'start', ...args] = process.argv.slice(2)
  if (name === 'help' || name === '--help' || name === '-h') return print(usage())
  if (name === '--version' || name === 'version') return print(`kubedrill ${__VERSION__}\n`)
  const command = commands.find((c) => c.name === name)
  if (command === undefined) throw new Complaint(`there is no command "${name}"`, `Run "kubedrill help" to see all of them.`, 2)
  if (args.includes('--help') || args.includes('-h')) return print(`${command.usage}\n\n${command.summary}\n`)
  const { run } = await command.load()
  return run(args)
}

function usage(): string {
  const width = Math.max(...commands.map((c) => c.usage.length))
  return `Practise Kubernetes offline, in a terminal.\n\n${
    commands.map((c) => `  ${c.usage.padEnd(width)}  ${c.summary}`).join('\n')}\n`
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

main().then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    if (!(error instanceof Error)) throw error
    const { advice, status } = error instanceof Complaint ? error : { advice: '', status: 1 }
    const known = error instanceof Complaint || error.name === 'SourceError' || error.name === 'NoSuchLab'
    process.stderr.write(known ? `kubedrill: ${error.message}\n${advice === '' ? '' : `${advice}\n`}` : `${error.stack}\n`)
    process.exitCode = status
  },
)

declare const __VERSION__: string
