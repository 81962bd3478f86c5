/** The README's session is played, and shows what it shows; `KUBEDRILL_WRITE=1` writes its answers anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { gradeText } from '../src/lab/formats/text.ts'
import { loadLab } from '../src/lab/scenario/load.ts'
import { openSession } from '../src/lab/session.ts'

const README = path.join(import.meta.dirname, '../README.md')
const PROMPT = 'controlplane ~ ➜ '

it('shows a session as it really goes', async () => {
  const text = readFileSync(README, 'utf8')
  const block = /```console\n([\s\S]*?)```/.exec(text)![1]!
  const session = await openSession({ lab: loadLab('critical-space'), seed: 1 })
  let played = ''
  for (const line of block.split('\n').filter((l) => l.startsWith(PROMPT))) {
    played += `${line}\n`
    const run = line.slice(PROMPT.length)
    if (run === 'check') played += `${gradeText(await session.grade()).split('\n')[0]}\n`
    else await session.perform({ run }, (_, said) => void (played += said))
  }
  if (process.env['KUBEDRILL_WRITE']) writeFileSync(README, text.replace(block, () => played))
  expect(block).toBe(played)
})
