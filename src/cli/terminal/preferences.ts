/** What the learner chose to see, remembered from one session to the next. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stateFolder } from './journal.ts'

export interface Preferences {
  readonly panel?: boolean
  readonly view?: number
}

type Env = Readonly<Record<string, string | undefined>>

/** A missing or broken file means no preferences. */
export function readPreferences(env: Env): Preferences {
  try {
    const { panel, view } = JSON.parse(readFileSync(fileOf(env), 'utf8')) as Preferences
    return {
      ...(typeof panel === 'boolean' ? { panel } : {}),
      ...(Number.isInteger(view) ? { view: view as number } : {}),
    }
  } catch {
    return {}
  }
}

/** Not being able to remember is no reason to disturb the learner. */
export function writePreferences(env: Env, preferences: Preferences): void {
  try {
    mkdirSync(stateFolder(env), { recursive: true })
    writeFileSync(fileOf(env), `${JSON.stringify(preferences)}\n`)
  } catch {
    // a read-only home: the choice lasts for this session
  }
}

const fileOf = (env: Env): string => path.join(stateFolder(env), 'preferences.json')
