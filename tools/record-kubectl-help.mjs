// Records the help text of every command of the real kubectl into data/kubectl-help.json. Usage: node tools/record-kubectl-help.mjs KUBECTL
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const kubectl = process.argv[2]
const help = path => execFileSync(kubectl, [...path, '--help'], { encoding: 'utf8', env: { HOME: '/root', PATH: '' } })
const subcommands = text => [...text.matchAll(/^[A-Z][A-Za-z ()]*:\n((?: {2}\S+ {2,}.*\n)+)/gm)]
  .filter(section => /Commands/.test(section[0].split('\n')[0]))
  .flatMap(section => section[1].trimEnd().split('\n').map(line => line.trim().split(/ /)[0]))

const texts = {}
const visit = path => {
  const text = help(path)
  texts[path.join(' ')] = text
  for (const name of subcommands(text)) visit([...path, name])
}
visit([])
texts.options = execFileSync(kubectl, ['options'], { encoding: 'utf8', env: { HOME: '/root', PATH: '' } })
writeFileSync('data/kubectl-help.json', `${JSON.stringify(texts, undefined, 1)}\n`)
