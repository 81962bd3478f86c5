/** Expectations about a piece of text, shared by checks on bodies, outputs and fields. */
import type { Shape } from '../scenario/shape.ts'

export interface TextRule {
  readonly equals?: string
  readonly contains?: string
  readonly lacks?: string
  readonly matches?: string
}

export const textShape = {
  type: 'object', additionalProperties: false,
  properties: {
    equals: { type: 'string', description: 'The whole text, a final newline aside.' },
    contains: { type: 'string', description: 'A part of it.' },
    lacks: { type: 'string', description: 'What must not be in it.' },
    matches: { type: 'string', description: 'A JavaScript regular expression, multi-line.' },
  },
} satisfies Shape

export function fits(text: string, rule: TextRule): boolean {
  const chop = (s: string): string => s.replace(/\n$/, '')
  return (rule.equals === undefined || chop(text) === chop(rule.equals)) &&
    (rule.contains === undefined || text.includes(rule.contains)) &&
    (rule.lacks === undefined || !text.includes(rule.lacks)) &&
    (rule.matches === undefined || new RegExp(rule.matches, 'm').test(text))
}

export function ruleInWords(rule: TextRule): string {
  return [
    ...(rule.equals === undefined ? [] : [`is ${quote(rule.equals)}`]),
    ...(rule.contains === undefined ? [] : [`contains ${quote(rule.contains)}`]),
    ...(rule.lacks === undefined ? [] : [`does not contain ${quote(rule.lacks)}`]),
    ...(rule.matches === undefined ? [] : [`matches /${rule.matches}/`]),
  ].join(' and ')
}

const SHOWN_MAX = 120
/** A text on one line, shortened, in quotation marks. */
export const quote = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ')
  return `“${line.length > SHOWN_MAX ? `${line.slice(0, SHOWN_MAX)}…` : line}”`
}
