/** Which kubeconfig files are in force, their merged content, and which file a change goes to. */
import type { Files } from '../../lib/files.ts'
import { absolute } from '../paths.ts'
import { type Kubeconfig, type Section, emptyConfig, readKubeconfig, writeKubeconfig } from './kubeconfig.ts'

export interface Source {
  readonly path: string
  /** As the user wrote it. */
  readonly shown: string
  readonly config: Kubeconfig
}

export interface ConfigAccess {
  /** The files that exist, in order. */
  readonly sources: readonly Source[]
  readonly merged: Kubeconfig
  /** The first file that holds the entry. */
  ownerOf(section: Section, name: string): Source | undefined
  /** Where a new entry goes. */
  readonly fallback: Source
  /** Given by --kubeconfig. */
  readonly explicit: boolean
  save(source: Source): void
}

interface Place { readonly files: Files; readonly cwd: string; readonly env: ReadonlyMap<string, string> }

/** Upstream: `client-go/tools/clientcmd/loader.go` and `config.go`. */
export const openConfig = (place: Place, explicit: string): ConfigAccess => {
  const shown = explicit !== '' ? [explicit] : listed(place.env)
  const candidates = [...new Set(shown)].map(path => ({ shown: path, path: absolute(path, place.cwd) }))
  const sources: Source[] = []
  for (const { path, shown: as } of candidates) {
    const missing = !place.files.exists(path)
    if (missing && explicit === '') continue
    sources.push({ path, shown: as, config: missing ? emptyConfig() : readKubeconfig(place.files, path, as) })
  }
  const last = candidates.at(-1)!
  const fallback = sources[0] ?? { ...last, config: emptyConfig() }
  return {
    sources,
    merged: merge(sources.map(source => source.config)),
    ownerOf: (section, name) => sources.find(source => source.config[section].has(name)),
    fallback,
    explicit: explicit !== '',
    save: source => writeKubeconfig(place.files, source.path, source.config),
  }
}

const listed = (env: ReadonlyMap<string, string>): string[] => {
  const paths = (env.get('KUBECONFIG') ?? '').split(':').filter(path => path !== '')
  return paths.length > 0 ? paths : [`${env.get('HOME') ?? '/root'}/.kube/config`]
}

/** The first file to name something wins. */
const merge = (configs: readonly Kubeconfig[]): Kubeconfig => {
  const merged = emptyConfig()
  for (const config of configs) {
    for (const section of ['clusters', 'contexts', 'users'] as const) {
      for (const [name, entry] of config[section]) {
        if (!merged[section].has(name)) merged[section].set(name, entry as never)
      }
    }
    if (merged.currentContext === '') merged.currentContext = config.currentContext
  }
  return merged
}
