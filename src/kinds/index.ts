/** All built-in kinds, one line each; what has no file of its own is served with its schema alone. */
import { ConfigMap } from './core/config-map.ts'
import { Namespace } from './core/namespace.ts'
import { apiSchema } from './generated/schema.ts'
import type { Kind } from './kind.ts'
import { defineKind } from './kind.ts'
import { parseGroupVersion } from './object.ts'

const defined: readonly Kind<any>[] = [
  ConfigMap,
  Namespace,
]

const known = new Set(
  defined.flatMap((k) => [`${k.apiVersion}/${k.plural}`, ...(k.served ?? []).map((s) => `${s.group}/${s.version}/${k.plural}`)]),
)

/** Beta and alpha resources are not served, as on a real cluster by default. */
const STABLE = /^(.*\/)?v\d+$/

export const builtInKinds: readonly Kind[] = [
  ...defined,
  ...apiSchema.resources
    .filter((r) => !r.name.includes('/') && STABLE.test(r.groupVersion) && !known.has(`${r.groupVersion}/${r.name}`))
    .map((r) => {
      const { group, version } = parseGroupVersion(r.groupVersion)
      return defineKind(group, version, r.kind)
    }),
]
