/** Keeps the kinds of a world in step with its CustomResourceDefinitions. */
import { customKind } from '../kinds/apiextensions/custom-kind.ts'
import { CustomResourceDefinition } from '../kinds/apiextensions/custom-resource-definition.ts'
import type { CustomResourceDefinition as Definition } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Kinds } from '../kinds/registry.ts'
import type { Store } from './store.ts'

const made = new WeakMap<Definition, Kind | undefined>()

/** Cheap to call before each look at the kinds: works only when a definition has changed since. */
export function createDefinitionSync(store: Store, kinds: Kinds): () => void {
  let seen: readonly unknown[] = []
  let served: readonly Kind[] = []
  return () => {
    const definitions = store.list(CustomResourceDefinition as Kind<any>) as readonly Definition[]
    if (definitions === seen) return
    seen = definitions
    const next = definitions.flatMap((definition) => {
      if (!made.has(definition)) made.set(definition, customKind(definition))
      return made.get(definition) ?? []
    })
    for (const kind of served) if (!next.includes(kind)) kinds.remove(kind)
    for (const kind of next) kinds.add(kind)
    served = next
  }
}
