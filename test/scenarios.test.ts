/** Every lab is proven on every build: untouched 0, solutions full marks, mistakes red, mutants caught, replay identical. */
import { describe, expect, it } from 'vitest'
import { labIds, loadLab } from '../src/lab/scenario/load.ts'
import { verify } from '../src/lab/verify/verify.ts'

const LAB_MS = 120_000

describe('the labs', () => {
  it.each(labIds())('%s is sound', { timeout: LAB_MS }, async (id) => {
    const proof = await verify(loadLab(id))
    expect(proof.problems).toEqual([])
    expect(proof.solutions.length).toBeGreaterThanOrEqual(2)
    expect(proof.mistakes.length).toBeGreaterThanOrEqual(1)
  })
})
