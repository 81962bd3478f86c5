/** The variables of a shell, with attributes, arrays and dynamic scope. */

export interface Variable {
  /** Scalar value; undefined: declared but not set. */
  readonly value?: string | undefined
  readonly array?: ReadonlyMap<number, string>
  readonly map?: ReadonlyMap<string, string>
  readonly exported?: boolean
  readonly readonly?: boolean
  readonly integer?: boolean
  readonly fold?: 'lower' | 'upper' | undefined
  readonly reference?: boolean
}

export type Attributes = Partial<
  Pick<Variable, 'exported' | 'readonly' | 'integer' | 'fold' | 'reference'>
>

/** Where `local` keeps what it covers. */
export type Frame = Map<string, Variable | undefined>

const REFERENCES_MAX = 10

export interface Variables {
  readonly all: ReadonlyMap<string, Variable>
  get(name: string): Variable | undefined
  /** Scalar value: an array's element 0. */
  value(name: string): string | undefined
  /** Throws nothing: readonly is checked by the caller. Keeps attributes. */
  set(name: string, value: string): void
  setElement(name: string, subscript: number | string, value: string): void
  put(name: string, variable: Variable): void
  attributes(name: string, attributes: Attributes): void
  unset(name: string): void
  /** Follows `declare -n`. */
  target(name: string): string
  pushFrame(): void
  popFrame(): void
  /** Makes a name local to the innermost function. */
  makeLocal(name: string, inherit?: boolean): void
  readonly inFunction: boolean
  isLocal(name: string): boolean
  exported(): Map<string, string>
  fork(): Variables
}

export function createVariables(
  initial: ReadonlyMap<string, Variable> = new Map(),
  frames: readonly Frame[] = [],
): Variables {
  const all = new Map(initial)
  const stack: Frame[] = frames.map(frame => new Map(frame))

  const target = (name: string): string => {
    for (let steps = 0; steps < REFERENCES_MAX; steps++) {
      const variable = all.get(name)
      if (!variable?.reference || !variable.value) return name
      name = variable.value
    }
    return name
  }

  const variables: Variables = {
    all,
    get: name => all.get(target(name)),
    value: name => scalar(all.get(target(name))),
    set(name, value) {
      const real = target(name)
      const old = all.get(real)
      if (old?.array)
        all.set(real, { ...old, array: new Map(old.array).set(0, folded(old, value)) })
      else if (old?.map)
        all.set(real, { ...old, map: new Map(old.map).set('0', folded(old, value)) })
      else all.set(real, { ...old, value: folded(old, value) })
    },
    setElement(name, subscript, value) {
      const real = target(name)
      const old = all.get(real)
      if (old?.map)
        all.set(real, { ...old, map: new Map(old.map).set(String(subscript), folded(old, value)) })
      else {
        const array = new Map(old?.array ?? (old?.value === undefined ? [] : [[0, old.value]]))
        const { value: _, ...rest } = old ?? {}
        all.set(real, { ...rest, array: array.set(Number(subscript), folded(old, value)) })
      }
    },
    put: (name, variable) => {
      all.set(target(name), variable)
    },
    attributes(name, attributes) {
      const real = attributes.reference === undefined ? target(name) : name
      all.set(real, { ...all.get(real), ...attributes })
    },
    unset(name) {
      all.delete(target(name))
    },
    target,
    pushFrame: () => {
      stack.push(new Map())
    },
    popFrame() {
      for (const [name, old] of stack.pop() ?? []) {
        if (old) all.set(name, old)
        else all.delete(name)
      }
    },
    makeLocal(name, inherit = false) {
      const frame = stack.at(-1)
      if (!frame || frame.has(name)) return
      const old = all.get(name)
      frame.set(name, old)
      if (inherit) return
      if (old?.exported) all.set(name, { exported: true })
      else all.set(name, {})
    },
    get inFunction() {
      return stack.length > 0
    },
    isLocal: name => stack.at(-1)?.has(name) ?? false,
    exported() {
      const env = new Map<string, string>()
      for (const [name, variable] of all) {
        if (!variable.exported) continue
        const value = scalar(variable)
        if (value !== undefined) env.set(name, value)
      }
      return env
    },
    fork: () => createVariables(all, stack),
  }
  return variables
}

function scalar(variable: Variable | undefined): string | undefined {
  if (!variable) return undefined
  if (variable.array) return variable.array.get(0)
  if (variable.map) return variable.map.get('0')
  return variable.value
}

/** Elements in the order `${a[@]}` gives them. */
export function elements(variable: Variable | undefined): readonly (readonly [string, string])[] {
  if (!variable) return []
  if (variable.map) return [...variable.map]
  if (variable.array)
    return [...variable.array]
      .sort((a, b) => a[0] - b[0])
      .map(([key, value]) => [String(key), value])
  return variable.value === undefined ? [] : [['0', variable.value]]
}

function folded(variable: Variable | undefined, value: string): string {
  return variable?.fold === 'lower'
    ? value.toLowerCase()
    : variable?.fold === 'upper'
      ? value.toUpperCase()
      : value
}
