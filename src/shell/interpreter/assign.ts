/** Works assignments out, and puts them into variables: scalars, elements, whole arrays. */
import type { Steps } from '../kernel.ts'
import type { Assignment } from '../syntax/ast.ts'
import { expandText, expandWords } from './expand.ts'
import type { Shell } from './shell.ts'
import { assignElement, assignVariable, writable } from './values.ts'
import { elements } from './variables.ts'

interface DeclaredElement {
  readonly subscript?: string
  readonly append: boolean
  readonly value: string
}

/** An assignment whose words have been expanded. */
export interface Declared {
  readonly name: string
  readonly subscript?: string
  readonly append: boolean
  readonly value: string | readonly DeclaredElement[]
}

export function* evaluateAssignment(sh: Shell, assignment: Assignment): Steps<Declared> {
  const { name, append, value } = assignment
  const subscript = assignment.subscript
    ? { subscript: yield* expandText(sh, assignment.subscript) }
    : {}
  if ('parts' in value) return { name, append, ...subscript, value: yield* expandText(sh, value) }
  const list: DeclaredElement[] = []
  for (const element of value) {
    if (element.subscript) {
      list.push({
        subscript: yield* expandText(sh, element.subscript),
        append: element.append,
        value: yield* expandText(sh, element.value),
      })
    } else
      for (const word of yield* expandWords(sh, [element.value]))
        list.push({ append: false, value: word })
  }
  return { name, append, ...subscript, value: list }
}

export function assign(sh: Shell, { name, subscript, append, value }: Declared): void {
  if (typeof value !== 'string') return assignArray(sh, name, value, append)
  if (subscript === undefined) assignVariable(sh, name, value, append)
  else assignElement(sh, name, subscript, value, append)
}

function assignArray(
  sh: Shell,
  name: string,
  list: readonly DeclaredElement[],
  append: boolean,
): void {
  const old = writable(sh, name)
  const { value: _, ...attributes } = old ?? {}
  const kept = append ? elements(old) : []
  if (old?.map) sh.variables.put(name, { ...attributes, map: new Map(kept) })
  else
    sh.variables.put(name, {
      ...attributes,
      array: new Map(kept.map(([key, element]) => [Number(key), element])),
    })
  if (old?.map && list.every(element => element.subscript === undefined)) {
    for (let index = 0; index < list.length; index += 2)
      assignElement(sh, name, list[index]?.value ?? '', list[index + 1]?.value ?? '')
    return
  }
  let next = Math.max(-1, ...kept.map(([key]) => Number(key)).filter(Number.isFinite)) + 1
  for (const element of list) {
    const key = element.subscript ?? String(next)
    assignElement(sh, name, key, element.value, element.append)
    next = (/^\d+$/.test(key) ? Number(key) : next) + 1
  }
}
