/** Chooses how objects are written: `-o` and `--template`. */
import { FileError } from '../../lib/files.ts'
import { goSyntax } from '../../lib/go-print.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { writeIndentedJson } from '../../lib/json.ts'
import { JsonPathError, jsonPath } from '../../lib/jsonpath/jsonpath.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { KubectlError } from '../errors.ts'
import { absolute } from '../paths.ts'
import type { Session } from '../session.ts'
import { customColumns } from './custom-columns.ts'
import { goTemplatePrinter } from './go-template.ts'
import { writeKyaml } from './kyaml.ts'

/** One object as text. `keepOrder`: members stand in the order of the Go type, as a client-side object has them. */
export type Printer = (object: object, keepOrder?: boolean) => string

const GENERIC = [
  'go-template', 'go-template-file', 'json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'kyaml', 'name',
  'template', 'templatefile', 'yaml',
]
const TABLES = ['custom-columns', 'custom-columns-file', 'wide']

const TEMPLATES: Readonly<Record<string, 'jsonpath' | 'go' | 'columns'>> = {
  jsonpath: 'jsonpath', 'jsonpath-as-json': 'jsonpath', 'jsonpath-file': 'jsonpath',
  'go-template': 'go', 'go-template-file': 'go', template: 'go', templatefile: 'go',
  'custom-columns': 'columns', 'custom-columns-file': 'columns',
}

/** `name` has no printer here: it needs the kind, and every verb words it itself. */
export type Output =
  | { readonly form: 'human'; readonly wide: boolean }
  | { readonly form: 'name' }
  | { readonly form: 'print'; readonly print: Printer }

/** Upstream: `cli-runtime/pkg/genericclioptions/print_flags.go`. `tables`: get's formats are allowed too. */
export const outputOf = (session: Session, tables = false, fallback = ''): Output => {
  const { flags } = session
  const given = flags.has('template') ? flags.string('template') : ''
  const asked = flags.has('output') ? flags.string('output') : ''
  const output = asked === '' && given !== '' ? 'go-template' : asked || fallback
  if (output === '') return { form: 'human', wide: false }
  if (tables && output === 'wide') return { form: 'human', wide: true }
  if (output === 'name') return { form: 'name' }
  const plain = PLAIN[output]
  if (plain) return { form: 'print', print: plain }
  const equals = output.indexOf('=')
  const format = equals < 0 ? output : output.slice(0, equals)
  const engine = TEMPLATES[format]
  if (!engine || (engine === 'columns' && !tables)) throw unknownFormat(output, tables)
  const text = equals < 0 ? given : output.slice(equals + 1)
  if (text === '') {
    throw new KubectlError(engine === 'columns'
      ? 'custom-columns format specified but no custom columns given'
      : 'template format specified but no template given')
  }
  const template = format.endsWith('file') ? readTemplate(session, text, engine) : text
  return { form: 'print', print: templatePrinter(session, engine, template, format) }
}

const PLAIN: Readonly<Record<string, Printer>> = {
  json: (object, keepOrder) =>
    `${keepOrder ? escaped(JSON.stringify(object, undefined, 4)) : writeIndentedJson(object)}\n`,
  yaml: object => writeYaml(object),
  kyaml: (object, keepOrder) => writeKyaml(object, keepOrder),
}

const escaped = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

const unknownFormat = (output: string, tables: boolean): KubectlError => {
  const allowed = (tables ? [...GENERIC, ...TABLES] : GENERIC).sort().join(',')
  return new KubectlError(`unable to match a printer suitable for the output format ${goQuote(output)}, ` +
    `allowed formats are: ${allowed}`)
}

const readTemplate = (session: Session, path: string, engine: string): string => {
  try {
    return session.io.files.readText(absolute(path, session.io.cwd))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const why = `open ${path}: ${error.text.toLowerCase()}`
    throw new KubectlError(engine === 'columns'
      ? `error reading template ${path}, ${why}\n`
      : `error reading --template ${path}, ${why}\n`)
  }
}

const templatePrinter = (
  session: Session, engine: 'jsonpath' | 'go' | 'columns', template: string, format: string,
): Printer => {
  const { flags } = session
  const allowMissingKeys = !flags.has('allow-missing-template-keys') || flags.bool('allow-missing-template-keys')
  if (engine === 'go') return goTemplatePrinter(template, allowMissingKeys, session)
  if (engine === 'jsonpath') return jsonPathPrinter(template, allowMissingKeys, format === 'jsonpath-as-json')
  const noHeaders = flags.has('no-headers') && flags.bool('no-headers')
  return customColumns(template, { noHeaders, file: format === 'custom-columns-file' })
}

/** Upstream: `cli-runtime/pkg/printers/jsonpath.go`. */
const jsonPathPrinter = (template: string, allowMissingKeys: boolean, asJson: boolean): Printer => {
  const path = rethrown(() => jsonPath(template, { allowMissingKeys, asJson }), message =>
    `error parsing jsonpath ${template}, ${message}\n`)
  return object => rethrown(() => path.print(object), message =>
    `error executing jsonpath ${goQuote(template)}: Error executing template: ${message}. Printing more ` +
    `information for debugging the template:\n\ttemplate was:\n\t\t${template}\n` +
    `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`)
}

const rethrown = <T>(action: () => T, word: (message: string) => string): T => {
  try {
    return action()
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(word(error.message))
    throw error
  }
}
