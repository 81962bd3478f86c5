/** kubedrill verify: the author's proof, a line a lab. */
import { labIds, loadLab } from '../lab/scenario/load.ts'
import { verify } from '../lab/verify/verify.ts'
import { parseFlags } from './complaint.ts'

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    mutants: { type: 'boolean' }, json: { type: 'boolean' },
  }, 'kubedrill verify [LAB…] [--mutants] [--json]')
  let sound = true
  for (const id of positionals.length > 0 ? positionals : labIds()) {
    const proof = await verify(loadLab(id))
    sound &&= proof.sound
    if (values.json) {
      process.stdout.write(`${JSON.stringify(proof)}\n`)
      continue
    }
    const { untouched, solutions, mistakes, mutants, replay, bundle } = proof
    const facts = [
      `untouched ${untouched}`,
      `solutions ${solutions.filter((s) => s.ok).length}/${solutions.length} at 100 %`,
      `mistakes ${mistakes.filter((m) => m.ok).length}/${mistakes.length} red`,
      `mutants ${mutants.caught} of ${mutants.caught + mutants.survived.length} caught, ${mutants.alike} behave alike`,
      `replay ${replay ? 'identical' : 'DIFFERS'}`,
      bundle ? 'bundle without answers' : 'BUNDLE HOLDS ANSWERS',
    ]
    process.stdout.write(`${proof.sound ? '✔' : '✘'} ${proof.lab}: ${facts.join(' · ')}\n`)
    for (const problem of proof.problems) process.stdout.write(`    ${problem}\n`)
    if (values.mutants) for (const name of mutants.survived) process.stdout.write(`    survived: ${name}\n`)
  }
  return sound ? 0 : 1
}
