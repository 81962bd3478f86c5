/** `-o go-template`: Go's text/template over an object. */
import { goValue } from '../../lib/go-print.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { FunctionError, TemplateExecError, TemplateParseError, goTemplate } from '../../lib/go-template/template.ts'
import { writeJson } from '../../lib/json.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Printer } from './printer.ts'

/** Upstream: `cli-runtime/pkg/printers/template.go`. */
export const goTemplatePrinter = (text: string, allowMissingKeys: boolean, session: Session): Printer => {
  const template = parsed(text, allowMissingKeys)
  return (object, keepOrder) => {
    let out = ''
    try {
      template.run(object, piece => {
        out += piece
      })
    } catch (error) {
      if (!(error instanceof TemplateExecError)) throw error
      const raw = keepOrder ? JSON.stringify(object) : writeJson(object)
      session.print(`${out}Error executing template: ${error.message}. Printing more information for debugging the ` +
        `template:\n\ttemplate was:\n\t\t${text}\n\traw data was:\n\t\t${raw}\n` +
        `\tobject given to template engine was:\n\t\t${goValue(object)}\n\n`)
      throw new KubectlError(`error executing template ${goQuote(text)}: ${error.message}`)
    }
    return out
  }
}

const parsed = (text: string, allowMissingKeys: boolean) => {
  try {
    return goTemplate('output', text, { functions: FUNCTIONS, missingKey: allowMissingKeys ? 'default' : 'error' })
  } catch (error) {
    if (error instanceof TemplateParseError) {
      throw new KubectlError(`error parsing template ${text}, ${error.message}\n`)
    }
    throw error
  }
}

const FUNCTIONS = {
  base64decode: (text: unknown): string => {
    if (typeof text !== 'string') throw new FunctionError(`wrong type for value; expected string; got ${goValue(text)}`, true)
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
      const at = text.search(/[^A-Za-z0-9+/=]/)
      throw new FunctionError(`base64 decode failed: illegal base64 data at input byte ${at < 0 ? text.length - (text.length % 4) : at}`)
    }
    return Buffer.from(text, 'base64').toString('utf8')
  },
  exists: (item: unknown, ...keys: unknown[]): boolean => {
    let value = item
    for (const key of keys) {
      if (value === null || typeof value !== 'object') return false
      value = (value as Record<string, unknown>)[typeof key === 'bigint' ? Number(key) : String(key)]
      if (value === undefined) return false
    }
    return true
  },
}
