/** Finds labs by folder: the bundled ones beside the program, or any folder with a scenario.yaml. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseScenario } from './parse.ts'
import type { Variant } from './variants.ts'
import { drawVariant, fillIn, pathIn } from './variants.ts'
import type { Lab } from './scenario.ts'

/** A lab as one seed draws it, with what the author alone sees. */
export interface AuthoredLab extends Lab {
  /** Shell scripts that each solve the lab: file name to text. */
  readonly solutions: ReadonlyMap<string, string>
  /** Wrong fixes; the first line says which tasks must stay red. */
  readonly mistakes: ReadonlyMap<string, string>
}

/** A lab's folder; every seed draws a variant of it. */
export interface LabFolder {
  readonly id: string
  readonly folder: string
  /** Throws SourceError. */
  at(seed: number): AuthoredLab
}

/** No lab of that name; the message names those there are. */
class NoSuchLab extends Error {
  override readonly name = 'NoSuchLab'
}

/** Ids of the bundled labs, sorted. */
export function labIds(): string[] {
  const root = scenariosFolder()
  return readdirSync(root).filter((id) => existsSync(path.join(root, id, 'scenario.yaml'))).sort()
}

/** The variant that is shown and graded where nobody names a seed. */
export const DEFAULT_SEED = 1

/** By id, or by the path of a lab's folder. Throws NoSuchLab or SourceError. */
export function loadLab(name: string): LabFolder {
  const bundled = path.join(scenariosFolder(), name)
  const folder = existsSync(path.join(bundled, 'scenario.yaml')) ? bundled : path.resolve(name)
  const file = path.join(folder, 'scenario.yaml')
  if (!existsSync(file)) {
    throw new NoSuchLab(`there is no lab "${name}"; kubedrill list shows all: ${labIds().join(', ')}`)
  }
  const id = path.basename(folder)
  const shown = path.relative(process.cwd(), file)
  const text = readFileSync(file, 'utf8')
  return {
    id, folder,
    at(seed) {
      const variant = drawVariant(shown, text, seed)
      const texts = (name: string): ReadonlyMap<string, string> => textsIn(path.join(folder, name), variant)
      return {
        scenario: parseScenario(id, shown, fillIn(shown, text, variant)),
        cluster: texts('cluster'), files: texts('files'), solutions: texts('solutions'), mistakes: texts('mistakes'),
      }
    },
  }
}

/** `scenarios/` stands in the package's root, next to dist/ and src/. */
function scenariosFolder(): string {
  let at = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(at, 'scenarios')) && path.dirname(at) !== at) at = path.dirname(at)
  return path.join(at, 'scenarios')
}

/** All files below a folder that this variant has, by path relative to it, sorted; empty when there is no such folder. */
function textsIn(folder: string, variant: Variant): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const walk = (dir: string): void => {
    if (!existsSync(dir)) return
    for (const name of readdirSync(dir).sort()) {
      const at = path.join(dir, name)
      const shown = pathIn(path.relative(folder, at), variant)
      if (shown === undefined) continue
      if (statSync(at).isDirectory()) walk(at)
      else texts.set(shown, fillIn(path.relative(process.cwd(), at), readFileSync(at, 'utf8'), variant))
    }
  }
  walk(folder)
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
