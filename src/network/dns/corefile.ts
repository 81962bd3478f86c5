/** Reads a Corefile: server blocks with their zones, each a list of plugins (coredns/caddy caddyfile/parse.go). */

export interface CorefilePlugin {
  readonly name: string
  readonly args: readonly string[]
  /** The lines of its block, split into words. */
  readonly lines: readonly (readonly string[])[]
}

export interface ServerBlock {
  readonly zones: readonly string[]
  readonly port: number
  readonly plugins: readonly CorefilePlugin[]
}

export function parseCorefile(text: string): readonly ServerBlock[] {
  const blocks: { zones: string[]; port: number; plugins: CorefilePlugin[] }[] = []
  let block: (typeof blocks)[number] | undefined
  let plugin: { name: string; args: string[]; lines: string[][] } | undefined
  for (const raw of text.split('\n')) {
    const words = raw.replace(/(^|\s)#.*/, '').trim().split(/\s+/).filter((w) => w !== '')
    if (words.length === 0) continue
    const opens = words.at(-1) === '{'
    const plain = opens ? words.slice(0, -1) : words
    if (block === undefined) {
      block = { zones: plain.map(zoneOf), port: portOf(plain), plugins: [] }
      blocks.push(block)
    } else if (words[0] === '}') {
      if (plugin !== undefined) plugin = undefined
      else block = undefined
    } else if (plugin !== undefined) plugin.lines.push(plain)
    else {
      const read = { name: plain[0] ?? '', args: plain.slice(1), lines: [] }
      block.plugins.push(read)
      if (opens) plugin = read
    }
  }
  return blocks
}

const zoneOf = (word: string): string => word.replace(/^dns:\/\//, '').replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase()
const portOf = (words: readonly string[]): number => Number(/:(\d+)$/.exec(words[0] ?? '')?.[1] ?? 53)

/** The names of a server block's plugin that was asked for first, or undefined. */
export const pluginOf = (block: ServerBlock, name: string): CorefilePlugin | undefined => block.plugins.find((p) => p.name === name)
