/** The certificate viewer as one HTML page without anything from outside. */
import type { Viewed } from './cert.ts'
import { fields, shortName } from './cert.ts'

const STYLE = 'body{font:15px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f}h1{font-size:1.2rem}' +
  'h2{font-size:.95rem;margin:1.4rem 0 .3rem}dl{display:grid;grid-template-columns:14rem 1fr;gap:.2rem 1rem;margin:0}dt{color:#666}' +
  'dd{margin:0;overflow-wrap:anywhere}ul{list-style:none;padding:0}.ok::before{content:"✓ ";color:#188038}.bad::before{content:"✗ ";color:#c5221f}'

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)

export function certPage(viewed: Viewed): string {
  const sections = fields(viewed).map(([title, rows]) =>
    `<h2>${escaped(title)}</h2>\n<dl>\n${rows.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('\n')}\n</dl>`)
  const tree = [...viewed.chain].reverse().reduceRight((inner, c) => `<ul><li>${escaped(shortName(c.subject))}${inner}</li></ul>`, '')
  const checks = viewed.checks.map((c) => `<li class="${c.ok ? 'ok' : 'bad'}">${escaped(c.what)}: ${escaped(c.because)}</li>`).join('\n')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Certificate Viewer: ${escaped(shortName(viewed.leaf.subject))}</title>
<style>${STYLE}</style>
<h1>Certificate Viewer: ${escaped(viewed.source)}</h1>
${sections.join('\n')}
<h2>Certificate Chain</h2>
${tree}
<h2>Checks</h2>
<ul>
${checks}
</ul>
</html>
`
}
