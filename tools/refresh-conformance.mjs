// Copies the recordings and behaviour cases from a folder beside the project (default ../shared) into test/conformance/.
// `node tools/refresh-conformance.mjs [FOLDER]`
import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(path.dirname(new URL(import.meta.url).pathname))
const from = path.resolve(process.argv[2] ?? path.join(root, '../shared'))
for (const [source, target] of [['goldens', 'kubernetes'], ['routing', 'routing']]) {
  const into = path.join(root, 'test/conformance', target)
  rmSync(into, { recursive: true, force: true })
  cpSync(path.join(from, source), into, { recursive: true, filter: (file) => path.relative(path.join(from, source), file) !== 'baseline' })
}
