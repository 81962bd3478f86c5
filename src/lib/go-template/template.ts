/** Go's text/template: parse once, run often. */
import { type ExecuteOptions, execute } from './execute.ts'
import { type TemplateFunction, builtins } from './functions.ts'
import { parseTemplate } from './parse.ts'

export { FunctionError } from './execute.ts'
export { TemplateExecError, TemplateParseError } from './nodes.ts'


export interface Template {
  /** Hands the text over piece by piece; throws TemplateExecError behind what was written before. */
  run(data: unknown, write: (text: string) => void): void
}

export interface TemplateOptions {
  readonly functions?: { readonly [name: string]: TemplateFunction }
  readonly missingKey?: ExecuteOptions['missingKey']
}

/** Throws TemplateParseError. */
export const goTemplate = (name: string, text: string, options: TemplateOptions = {}): Template => {
  const { functions = {}, missingKey = 'default' } = options
  const templates = parseTemplate(name, text, known => Object.hasOwn(builtins, known) || Object.hasOwn(functions, known))
  return {
    run: (data, write) => execute(name, text, templates, data, write, { functions, missingKey }),
  }
}
