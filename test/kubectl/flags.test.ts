import { expect, test } from 'vitest'
import { flagSpecsOf } from '../../src/kubectl/arguments/flag-specs.ts'
import { FlagError, parseFlags } from '../../src/kubectl/arguments/flags.ts'
import { commandPaths } from '../../src/kubectl/help.ts'
import { verbs } from '../../src/kubectl/verbs/index.ts'

const complaint = (path: string, ...words: string[]): string => {
  try {
    parseFlags(words, flagSpecsOf(path))
    return 'parsed'
  } catch (error) {
    if (error instanceof FlagError) return error.message
    throw error
  }
}

test('flags are parsed as pflag does', () => {
  const { flags, args, dash } = parseFlags(
    ['pods', '-Aowide', '--selector=a=b', '-L', 'x,y', '--watch=false', '--', '-n'], flagSpecsOf('get'))
  expect([args, dash, flags.bool('all-namespaces'), flags.string('output'), flags.string('selector'),
    flags.list('label-columns'), flags.bool('watch'), flags.int('chunk-size')])
    .toEqual([['pods', '-n'], 1, true, 'wide', 'a=b', ['x', 'y'], false, 500])
})

test('complaints are pflag\'s', () => {
  expect([
    complaint('get', '--al'), complaint('get', '-Z'), complaint('get', '-n'), complaint('get', '--namespace'),
    complaint('get', '--chunk-size=abc'), complaint('get', '-w=maybe'), complaint('delete', '--timeout=5'), complaint('get', '---x'),
  ]).toEqual([
    'unknown flag: --al', "unknown shorthand flag: 'Z' in -Z", "flag needs an argument: 'n' in -n",
    'flag needs an argument: --namespace',
    'invalid argument "abc" for "--chunk-size" flag: strconv.ParseInt: parsing "abc": invalid syntax',
    'invalid argument "maybe" for "-w, --watch" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"', 'bad flag syntax: ---x',
  ])
})

/** Commands that only show the commands below them, and those for a file of preferences that nobody has here. */
const GROUPS = new Set([
  'create secret', 'create service', 'set', 'rollout', 'certificate', 'top', 'auth', 'alpha', 'alpha kuberc',
  'alpha kuberc set', 'alpha kuberc view', 'config', 'plugin',
])

test('every command of kubectl does something', () => {
  expect(commandPaths.filter(path => !verbs.has(path))).toEqual(commandPaths.filter(path => GROUPS.has(path)))
})
