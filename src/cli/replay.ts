/** kubedrill replay FILE: plays a saved session again, with everything it printed. */
import { existsSync, readFileSync } from 'node:fs'
import { loadLab } from '../lab/scenario/load.ts'
import { openSession } from '../lab/session.ts'
import { parseTranscript } from '../lab/transcript.ts'
import { Complaint, parseFlags } from './complaint.ts'

const USAGE = 'kubedrill replay FILE'

export async function run(args: readonly string[]): Promise<number> {
  const { positionals } = parseFlags(args, {}, USAGE)
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new Complaint('replay takes one file', `Usage: ${USAGE}`, 2)
  if (!existsSync(file)) throw new Complaint(`there is no file ${file}`, 'The terminal saves sessions in its state folder; "export" writes one anywhere.')
  const saved = parseTranscript(file, readFileSync(file, 'utf8'))
  const session = await openSession({
    seed: saved.seed, addons: saved.addons ?? [], ...(saved.lab === undefined ? {} : { lab: loadLab(saved.lab) }),
  })
  let status = 0
  for (const entry of saved.transcript) {
    if ('run' in entry) process.stdout.write(`${session.prompt()}${entry.run}\n`)
    const answer = await session.perform(entry, (stream, text) => {
      (stream === 'out' ? process.stdout : process.stderr).write(text)
    })
    if ('exit' in answer) status = answer.exit
  }
  return status
}
