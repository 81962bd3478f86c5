// Builds the project: generates the API schema and types from data/, then bundles dist/. `--out DIR` bundles elsewhere, `--no-generate` skips the first half.
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { generateCredentials } from './credentials.mjs'
import { generate } from './generate.mjs'

const argument = name => { const at = process.argv.indexOf(name); return at < 0 ? undefined : process.argv[at + 1] }
const outdir = argument('--out') ?? 'dist'
if (!process.argv.includes('--no-generate')) {
  await generate()
  await generateCredentials()
}

await build({
  entryPoints: { kubedrill: 'src/cli/main.ts' },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { __VERSION__: JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).version), 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  alias: { 'react-devtools-core': './tools/empty.mjs' },
  loader: { '.json': 'json' },
  banner: { js: "import { createRequire as kdRequire } from 'node:module'; const require = kdRequire(import.meta.url);" },
})
