/** A hand-in – transcripts, scripts, manifests – is played in a fresh world and judged there. */
import type { Grade } from './grade.ts'
import { grade } from './grade.ts'
import type { LabFolder } from './scenario/load.ts'
import { DEFAULT_SEED } from './scenario/load.ts'
import type { Session } from './session.ts'
import { openSession } from './session.ts'
import { parseTranscript } from './transcript.ts'

/** By file name to text, played in this order. Throws an Error that says what cannot be read. */
export async function gradeSubmission(lab: LabFolder, files: ReadonlyMap<string, string>): Promise<Grade> {
  if (files.size === 0) throw new Error('the folder holds no files')
  const transcripts = [...files].filter(([name]) => /\.jsonl?$|\.ndjson$/.test(name) && isTranscript(files.get(name)!))
  const saved = transcripts.map(([name, text]) => parseTranscript(name, text))
  const seed = saved[0]?.seed ?? DEFAULT_SEED
  const session = await openSession({ lab, seed })
  for (const [name, text] of files) await play(session, name, text)
  session.world.settle()
  // this session is for nothing else, so its own world serves the checks
  const hints = saved.reduce((sum, each) => sum + (each.hints ?? 0), 0)
  return grade(session.scenario!, session.trial(), async () => (await session.fork()).trial(), hints)
}

const isTranscript = (text: string): boolean => /"seed"/.test(text.slice(0, 2000))

async function play(session: Session, name: string, text: string): Promise<void> {
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (/\.jsonl?$|\.ndjson$/.test(base) && isTranscript(text)) {
    for (const entry of parseTranscript(name, text).transcript) await session.perform(entry)
    return
  }
  const path = `/tmp/hand-in/${base}`
  await session.perform({ write: { path, content: text } })
  if (/\.(ya?ml|json)$/.test(base)) await session.perform({ run: `kubectl apply -f ${path}` })
  else if (/\.(sh|bash|txt)$/.test(base) || text.startsWith('#!')) await session.perform({ run: `source ${path}` })
  else throw new Error(`${name}: is no transcript (.json), script (.sh) or manifest (.yaml)`)
}
