/** find. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Pause, Running } from '../../lib/process.ts'
import { FindError, FindExpression, type Item, type Plan } from './find-expression.ts'
import type { ProgramTable } from './index.ts'
import type { ProgramContext } from './program.ts'

export const findPrograms: ProgramTable = context => ({
  find: (args, io) => find(args, io, context),
})

function* find(args: readonly string[], io: Io, context: ProgramContext): Running {
  const split = args.findIndex(arg => /^[-(!]/.test(arg) && !/^-[HLP]$/.test(arg))
  const roots = (split < 0 ? args : args.slice(0, split)).filter(arg => !/^-[HLP]$/.test(arg))
  let plan: Plan
  try {
    plan = new FindExpression(split < 0 ? [] : args.slice(split), io, context).plan()
  } catch (thrown) {
    if (!(thrown instanceof FindError)) throw thrown
    io.stderr.write(`find: ${thrown.message}\n`)
    return 1
  }
  let status = 0
  const visit = function* (item: Item): Generator<Pause, void, unknown> {
    if (!plan.deepFirst && item.depth >= plan.minDepth) yield* plan.test(item)
    if (item.stat.type === 'directory' && item.depth < plan.maxDepth && !item.prune) {
      for (const name of io.files.list(item.path)) {
        const path = `${item.path === '/' ? '' : item.path}/${name}`
        yield* visit({
          shown: `${item.shown.replace(/\/+$/, '')}/${name}`,
          path,
          stat: io.files.lstat(path),
          depth: item.depth + 1,
        })
      }
    }
    if (plan.deepFirst && item.depth >= plan.minDepth) yield* plan.test(item)
  }
  for (const root of roots.length > 0 ? roots : ['.']) {
    const path = resolvePath(io.cwd, root)
    try {
      yield* visit({ shown: root, path, stat: io.files.lstat(path), depth: 0 })
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`find: ‘${root}’: ${thrown.text}\n`)
      status = 1
    }
  }
  for (const finish of plan.finish) yield* finish()
  return status
}
