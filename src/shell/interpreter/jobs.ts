/** Background jobs, as `jobs` shows them and `%1` names them. */
import type { Process } from '../kernel.ts'
import type { Job, Shell } from './shell.ts'

export function addJob(sh: Shell, process: Process, command: string): Job {
  const id = Math.max(0, ...sh.jobs.map(job => job.id)) + 1
  const job: Job = { id, process, command }
  sh.jobs.push(job)
  return job
}

/** `%1`, `%%`, `%+`, `%-`, `%name`, `%?text`. */
export function findJob(sh: Shell, spec: string): Job | undefined {
  const name = spec.slice(1)
  if (name === '' || name === '%' || name === '+') return sh.jobs.at(-1)
  if (name === '-') return sh.jobs.at(-2) ?? sh.jobs.at(-1)
  if (/^\d+$/.test(name)) return sh.jobs.find(job => job.id === Number(name))
  if (name.startsWith('?')) return sh.jobs.find(job => job.command.includes(name.slice(1)))
  return sh.jobs.find(job => job.command.startsWith(name))
}

function jobState(job: Job): string {
  const { process } = job
  if (process.status === undefined) return 'Running'
  if (process.killedBy)
    return process.killedBy === 'TERM'
      ? 'Terminated'
      : process.killedBy === 'KILL'
        ? 'Killed'
        : process.killedBy === 'INT'
          ? 'Interrupt'
          : process.killedBy
  return process.status === 0 ? 'Done' : `Exit ${process.status}`
}

export function jobLine(sh: Shell, job: Job, options: { pid?: boolean } = {}): string {
  const mark = job === sh.jobs.at(-1) ? '+' : job === sh.jobs.at(-2) ? '-' : ' '
  const pid = options.pid ? `${job.process.pid} ` : ''
  const state = jobState(job)
  return `[${job.id}]${mark}  ${pid}${state.padEnd(24)}${job.command}${state === 'Running' ? ' &' : ''}\n`
}

/** Lines about jobs that have ended since they were last looked at; the jobs are forgotten. */
export function reapJobs(sh: Shell): string {
  const ended = sh.jobs.filter(job => job.process.status !== undefined)
  const text = ended.map(job => jobLine(sh, job)).join('')
  for (const job of ended) sh.jobs.splice(sh.jobs.indexOf(job), 1)
  return text
}
