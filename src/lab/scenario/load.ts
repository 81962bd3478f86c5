/** Finds labs by folder: the bundled ones beside the program, or any folder with a scenario.yaml. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseScenario } from './parse.ts'
import type { Lab } from './scenario.ts'

/** A lab's folder with what the author alone sees. */
export interface LabFolder extends Lab {
  readonly folder: string
  /** Shell scripts that each solve the lab: file name to text. */
  solutions(): ReadonlyMap<string, string>
  /** Wrong fixes; the first line says which check must stay red. */
  mistakes(): ReadonlyMap<string, string>
}

/** No lab of that name; the message names those there are. */
export class NoSuchLab extends Error {
  override readonly name = 'NoSuchLab'
}

/** Ids of the bundled labs, sorted. */
export function labIds(): string[] {
  const root = scenariosFolder()
  return readdirSync(root).filter((id) => existsSync(path.join(root, id, 'scenario.yaml'))).sort()
}

/** By id, or by the path of a lab's folder. Throws NoSuchLab or SourceError. */
export function loadLab(name: string): LabFolder {
  const bundled = path.join(scenariosFolder(), name)
  const folder = existsSync(path.join(bundled, 'scenario.yaml')) ? bundled : path.resolve(name)
  const file = path.join(folder, 'scenario.yaml')
  if (!existsSync(file)) {
    throw new NoSuchLab(`there is no lab "${name}"; kubedrill list shows all: ${labIds().join(', ')}`)
  }
  return {
    folder,
    scenario: parseScenario(path.basename(folder), path.relative(process.cwd(), file), readFileSync(file, 'utf8')),
    cluster: textsIn(path.join(folder, 'cluster')),
    files: textsIn(path.join(folder, 'files')),
    solutions: () => textsIn(path.join(folder, 'solutions')),
    mistakes: () => textsIn(path.join(folder, 'mistakes')),
  }
}

/** `scenarios/` stands in the package's root, next to dist/ and src/. */
function scenariosFolder(): string {
  let at = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(at, 'scenarios')) && path.dirname(at) !== at) at = path.dirname(at)
  return path.join(at, 'scenarios')
}

/** All files below a folder, by path relative to it, sorted; empty when there is no such folder. */
function textsIn(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const walk = (dir: string): void => {
    if (!existsSync(dir)) return
    for (const name of readdirSync(dir).sort()) {
      const at = path.join(dir, name)
      if (statSync(at).isDirectory()) walk(at)
      else texts.set(path.relative(folder, at), readFileSync(at, 'utf8'))
    }
  }
  walk(folder)
  return texts
}
