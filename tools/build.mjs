// Builds the project: generates the API schema and types from data/, then bundles dist/. `--out DIR` bundles elsewhere.
//   dist/kubedrill.js  the command: starts core.cjs out of V8's code cache
//   dist/core.cjs      everything but the terminal, in one file
//   dist/ui.mjs        the terminal (Ink, React), loaded when it opens
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generate } from './generate.mjs'

const at = process.argv.indexOf('--out')
const out = path.resolve(at < 0 ? 'dist' : process.argv[at + 1])
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Rooms that are bundles of their own: what a dynamic import of them becomes. */
const APART = [
  { filter: /\/ui\/index\.tsx?$/, entry: 'src/ui/index.ts', file: 'ui.mjs' },
]

const shared = {
  bundle: true, platform: 'node', target: 'node20', minifySyntax: true, minifyWhitespace: true, legalComments: 'none', logLevel: 'warning',
  define: { __VERSION__: JSON.stringify(version), 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  alias: { 'react-devtools-core': path.resolve('tools/empty.mjs') },
}
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    for (const { filter, file } of APART) {
      onResolve({ filter }, ({ kind }) => (kind === 'dynamic-import' ? { path: `./${file}`, external: true } : undefined))
    }
  },
}

/** Parts of Ink that measure and compose, replaced by ones made for whole rows. */
const lighter = {
  name: 'lighter',
  setup({ onResolve }) {
    onResolve({ filter: /^is-in-ci$/ }, () => ({ path: path.resolve('tools/ink-not-ci.mjs') }))
    onResolve({ filter: /^string-width$/ }, () => ({ path: path.resolve('tools/ink-width.mjs') }))
    onResolve({ filter: /^\.\/output\.js$/ }, ({ importer }) =>
      (/\/ink\/build\//.test(importer) ? { path: path.resolve('tools/ink-output.mjs') } : undefined))
  },
}

await generate()
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
writeFileSync(path.join(out, 'package.json'), '{ "type": "commonjs" }\n')
await build({
  ...shared, entryPoints: ['src/cli/main.ts'], outfile: path.join(out, 'core.cjs'), format: 'cjs', plugins: [apart],
  define: { ...shared.define, 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
})
const core = path.join(out, 'core.cjs')
writeFileSync(core, readFileSync(core, 'utf8').replaceAll('import("./', '__import("./'))
for (const { entry, file } of APART.filter((room) => existsSync(room.entry))) {
  await build({
    ...shared, entryPoints: [entry], outfile: path.join(out, file), format: 'esm', plugins: [lighter],
    // the layout engine would fetch() its own bytes, and node's fetch takes 15 ms to load
    define: { ...shared.define, fetch: 'undefined' },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  })
}
copyFileSync('tools/boot.cjs', path.join(out, 'kubedrill.js'))
chmodSync(path.join(out, 'kubedrill.js'), 0o755)

// the functions that a usual session and its grading need are compiled when the cache is written
const usual = [
  { reset: true, lab: 'critical-space', seed: 1 },
  ...['kubectl get pods -A', 'kubectl create deployment web --image=nginx', 'kubectl get deploy,rs,pods -o wide', 'kubectl describe pods',
    'for i in 1 2; do echo $i; done | head -1', 'kubectl apply -f abc.yaml'].map((run) => ({ run })),
  { grade: true },
]
const warm = spawnSync(process.execPath, [path.join(out, 'kubedrill.js'), 'exec', '--ndjson'], {
  encoding: 'utf8', input: usual.map((request) => `${JSON.stringify(request)}\n`).join(''), env: { ...process.env, KUBEDRILL_WRITE_CACHE: '1' },
})
if (warm.error) throw warm.error
