/** `-o go-template`: Go's text/template over an object. */
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Printer } from './printer.ts'

export const goTemplatePrinter = (template: string, _allowMissingKeys: boolean, _session: Session): Printer => {
  throw new KubectlError(`error parsing template ${template}`)
}
