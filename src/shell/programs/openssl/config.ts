/** openssl's configuration files and extension values: "subjectAltName = DNS:a, DNS:b", "@section", "critical,…". */
import type { Extension, ExtendedUsage, KeyUsage } from '../../../pki/extensions.ts'
import { KEY_USAGES, basicConstraints, extendedKeyUsage, keyUsage, subjectAltName } from '../../../pki/extensions.ts'

export type Config = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Sections with their keys; what stands before the first one is section ''. */
export function readConfig(text: string): Config {
  const sections = new Map<string, Map<string, string>>([['', new Map()]])
  let current = sections.get('')!
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*$/, '').trim()
    const header = /^\[\s*([^\]]+?)\s*\]$/.exec(line)
    if (header !== null) sections.set(header[1]!, (current = sections.get(header[1]!) ?? new Map()))
    else if (line.includes('=')) current.set(line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim())
  }
  return sections
}

export function extensionsFromConfig(config: Config, section: string): readonly Extension[] {
  return [...(config.get(section) ?? [])].flatMap(([name, value]) => extensionFrom(name, value, config) ?? [])
}

const USAGES: Readonly<Record<string, KeyUsage>> = {
  digitalSignature: 'Digital Signature', nonRepudiation: 'Non Repudiation', keyEncipherment: 'Key Encipherment',
  dataEncipherment: 'Data Encipherment', keyAgreement: 'Key Agreement', keyCertSign: 'Certificate Sign', cRLSign: 'CRL Sign',
}

/** One extension out of its name and value; undefined for what is left out, such as key identifiers. */
export function extensionFrom(name: string, text: string, config: Config = new Map()): Extension | undefined {
  const words = text.split(',').map((w) => w.trim())
  const critical = words[0] === 'critical'
  const values = critical ? words.slice(1) : words
  const marked = (extension: Extension): Extension => ({ ...extension, critical })
  switch (name) {
    case 'subjectAltName': return marked(subjectAltName(values.flatMap((v) => (v.startsWith('@') ? sectionNames(config, v.slice(1)) : [withoutKind(v)]))))
    case 'basicConstraints': {
      const length = values.find((v) => v.toLowerCase().startsWith('pathlen:'))
      return marked(basicConstraints(values.some((v) => v.toUpperCase() === 'CA:TRUE'), length === undefined ? undefined : Number(length.slice(8))))
    }
    case 'keyUsage': return marked(keyUsage(values.flatMap((v) => USAGES[v] ?? (KEY_USAGES.includes(v as KeyUsage) ? [v as KeyUsage] : []))))
    case 'extendedKeyUsage': return marked(extendedKeyUsage(values.filter((v): v is ExtendedUsage => ['serverAuth', 'clientAuth', 'codeSigning'].includes(v))))
    default: return undefined
  }
}

const withoutKind = (value: string): string => value.replace(/^(DNS|IP|email|URI):/, '')

/** [alt_names] with DNS.1, DNS.2, IP.1 … */
const sectionNames = (config: Config, section: string): string[] => [...(config.get(section)?.values() ?? [])].map(withoutKind)
