/** CoreDNS: finds the server block of a name and asks its plugins in their fixed order (plugin.cfg). */
import { corefileFault } from '../../images/coredns.ts'
import { isAddress } from '../address.ts'
import type { NetworkContext, RunningContainer } from '../packet.ts'
import type { CorefilePlugin, ServerBlock } from './corefile.ts'
import { parseCorefile, pluginOf } from './corefile.ts'
import { kubernetesAnswer } from './kubernetes.ts'
import type { DnsAnswer, DnsRecord, Question } from './message.ts'
import { failure, inZone, plainName } from './message.ts'
import { publicAnswer } from './public.ts'

/** A CNAME may lead to another one, but not for ever. */
const CNAMES_MAX = 8

/** Asks another server, for `forward . 10.0.0.1`. */
export type Forward = (server: string, question: Question) => DnsAnswer | undefined

export function corednsAnswer(container: RunningContainer, question: Question, net: NetworkContext, forward: Forward): DnsAnswer {
  const blocks = corefileOf(container, net)
  const block = blockFor(blocks, question.name)
  if (block === undefined) return failure('REFUSED')
  const { question: asked, back } = rewritten(block, question)
  const answer = back(askPlugins(block, asked, net, forward))
  if (pluginOf(block, 'log') !== undefined) {
    container.log(`[INFO] ${container.pod.status?.podIP ?? ''}:40000 - 1 "${question.type} IN ${question.name}. udp 45 false 512" ${answer.status} qr,aa,rd 106 0.0001s`)
  }
  const target = answer.answer.find((r) => r.type === 'CNAME')
  return target === undefined || asked.type === 'CNAME' ? answer : chase(answer, target, asked, block, net, forward)
}

/** The Corefile as it was last read without fault: the reload plugin keeps the old one when the new one is broken. */
function corefileOf(container: RunningContainer, net: NetworkContext): readonly ServerBlock[] {
  const key = `corefile ${container.pod.metadata.uid}`
  const kept = net.memory.get(key) as { text: string; blocks: readonly ServerBlock[] } | undefined
  const at = container.argv.indexOf('-conf')
  const path = at < 0 ? '/etc/coredns/Corefile' : container.argv[at + 1] ?? ''
  const text = container.readFile(path) ?? ''
  if (kept !== undefined && (kept.text === text || corefileFault(text, path) !== undefined)) return kept.blocks
  const blocks = parseCorefile(text)
  net.memory.set(key, { text, blocks })
  return blocks
}

function blockFor(blocks: readonly ServerBlock[], name: string): ServerBlock | undefined {
  let best: { block: ServerBlock; length: number } | undefined
  for (const block of blocks) {
    for (const zone of block.zones) {
      if (inZone(name, zone) && (best === undefined || zone.length > best.length)) best = { block, length: zone.length }
    }
  }
  return best?.block
}

function askPlugins(block: ServerBlock, question: Question, net: NetworkContext, forward: Forward): DnsAnswer {
  const hosts = pluginOf(block, 'hosts')
  const listed = hosts === undefined ? undefined : hostsAnswer(hosts, question)
  if (listed !== undefined) return listed
  const kubernetes = pluginOf(block, 'kubernetes')
  const own = kubernetes === undefined ? undefined : kubernetesAnswer(kubernetes, question, net.cluster)
  if (own !== undefined) return own
  const forwarder = block.plugins.find((p) => p.name === 'forward' && inZone(question.name, p.args[0] ?? '.'))
  if (forwarder === undefined) return failure('REFUSED')
  const upstream = forwarder.args.slice(1).find((to) => isAddress(to.replace(/^dns:\/\//, '').replace(/:\d+$/, '')))
  if (upstream === undefined) return publicAnswer(question, net.publicDns, net.now)
  return forward(upstream.replace(/^dns:\/\//, '').replace(/:\d+$/, ''), question) ?? failure('SERVFAIL')
}

function chase(answer: DnsAnswer, first: DnsRecord, asked: Question, block: ServerBlock, net: NetworkContext, forward: Forward): DnsAnswer {
  const records = [...answer.answer]
  let target: DnsRecord | undefined = first
  for (let n = 0; target !== undefined && n < CNAMES_MAX; n++) {
    const next: DnsAnswer = askPlugins(block, { name: plainName(target.data), type: asked.type }, net, forward)
    records.push(...next.answer)
    target = next.answer.find((r) => r.type === 'CNAME')
  }
  return { ...answer, answer: records }
}

/** The hosts plugin: lines of "address name name", and `fallthrough` for the rest. */
function hostsAnswer(plugin: CorefilePlugin, question: Question): DnsAnswer | undefined {
  const lines = plugin.lines.filter((l) => isAddress(l[0] ?? ''))
  const found = lines.filter((l) => l.slice(1).some((name) => plainName(name) === question.name))
  if (found.length > 0) {
    return {
      status: 'NOERROR', authoritative: true, authority: [],
      answer: question.type === 'A' ? found.map((l): DnsRecord => ({ name: question.name, ttl: 3600, type: 'A', data: l[0]! })) : [],
    }
  }
  const through = plugin.lines.find((l) => l[0] === 'fallthrough')
  return through === undefined && plugin.args.length === 0 && lines.length > 0 ? failure('NXDOMAIN', [], true) : undefined
}

/** The rewrite plugin, as far as names go: exact, prefix, suffix, substring, regex. */
function rewritten(block: ServerBlock, question: Question): { question: Question; back(answer: DnsAnswer): DnsAnswer } {
  for (const plugin of block.plugins) {
    if (plugin.name !== 'rewrite') continue
    const args = ['stop', 'continue'].includes(plugin.args[0] ?? '') ? plugin.args.slice(1) : plugin.args
    if (args[0] !== 'name') continue
    const name = newName(args.slice(1), question.name)
    if (name === undefined) continue
    const back = (answer: DnsAnswer): DnsAnswer =>
      ({ ...answer, answer: answer.answer.map((r) => (r.name === name ? { ...r, name: question.name } : r)) })
    return { question: { ...question, name }, back }
  }
  return { question, back: (answer) => answer }
}

function newName(args: readonly string[], name: string): string | undefined {
  const matchers = ['exact', 'prefix', 'suffix', 'substring', 'regex']
  const [how, from = '', to = ''] = matchers.includes(args[0] ?? '') ? args : ['exact', ...args]
  const [f, t] = [plainName(from), plainName(to)]
  switch (how) {
    case 'exact': return name === f ? t : undefined
    case 'prefix': return name.startsWith(f) ? t + name.slice(f.length) : undefined
    case 'suffix': return name.endsWith(f) ? name.slice(0, name.length - f.length) + t : undefined
    case 'substring': return name.includes(f) ? name.replaceAll(f, t) : undefined
    default: {
      const match = safeRegex(from)?.exec(`${name}.`) ?? safeRegex(from)?.exec(name)
      return match == null ? undefined : plainName(to.replace(/\{(\d+)\}/g, (_, n: string) => match[Number(n)] ?? ''))
    }
  }
}

function safeRegex(source: string): RegExp | undefined {
  try {
    return new RegExp(source)
  } catch {
    return undefined
  }
}
