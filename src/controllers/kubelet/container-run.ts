/** One run of one container: its process on virtual time, its log, its files, how it ended. */
import type { Image, Listener } from '../../images/image.ts'
import type { Container, Pod } from '../../kinds/generated/api-types.ts'
import type { MemoryFiles } from '../../lib/memory-files.ts'
import type { Io, Output, Running } from '../../lib/process.ts'
import { Signal } from '../../lib/process.ts'

export interface LogLine {
  readonly atMs: number
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** How a run ended, as a container's status tells it. */
export interface Exit {
  readonly code: number
  readonly reason: string
  readonly message?: string
  readonly atMs: number
  readonly signal?: number
}

/** A log never grows over this many lines; the oldest go. */
const LINES_MAX = 20_000
/** A process that never waits gets the CPU for so many steps, then the others. */
const STEPS_PER_TURN = 20_000
const TURN_MS = 1_000
/** Waiting for "something in the cluster" is looking again this often. */
const POLL_MS = 1_000

export class ContainerRun {
  readonly id: string
  readonly pod: Pod
  readonly container: Container
  readonly image: Image
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  readonly podIP: string
  readonly startedMs: number
  readonly lines: LogLine[] = []
  listens: readonly Listener[] = []
  exit: Exit | undefined
  /** Somebody ran a program inside it, who may have changed anything. */
  touched = false
  /** When the process wants to go on; undefined: never by itself. */
  wakeMs: number | undefined
  private process: Running | undefined
  private planned: Omit<Exit, 'atMs'> | undefined
  private made: MemoryFiles | undefined
  private readonly makeFiles: () => MemoryFiles
  private readonly partial = { stdout: '', stderr: '' }

  constructor(
    parts: { id: string; pod: Pod; container: Container; image: Image; argv: readonly string[]; env: ReadonlyMap<string, string>; podIP: string; now: number },
    makeFiles: () => MemoryFiles,
  ) {
    this.id = parts.id
    this.pod = parts.pod
    this.container = parts.container
    this.image = parts.image
    this.argv = parts.argv
    this.env = parts.env
    this.podIP = parts.podIP
    this.startedMs = parts.now
    this.makeFiles = makeFiles
  }

  /** It is the image's own server, which answers alike as long as nobody changes its files. */
  get isSteady(): boolean {
    return this.process === undefined && this.wakeMs === undefined && !this.touched
  }

  get files(): MemoryFiles {
    return (this.made ??= this.makeFiles())
  }

  /** The text of a file; a container that nobody looked into has no tree of files yet. */
  readFile(path: string): string | undefined {
    if (this.made === undefined && !this.isMounted(path)) return this.image.files?.[path]
    try {
      return this.files.readText(path)
    } catch {
      return undefined
    }
  }

  private isMounted(path: string): boolean {
    return (this.container.volumeMounts ?? []).some(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath.replace(/\/$/, '')}/`))
  }

  write(stream: 'stdout' | 'stderr', text: string, now: number): void {
    const whole = this.partial[stream] + text
    const lines = whole.split('\n')
    this.partial[stream] = lines.pop()!
    for (const line of lines) this.lines.push({ atMs: now, stream, text: line })
    if (this.lines.length > LINES_MAX) this.lines.splice(0, this.lines.length - LINES_MAX)
  }

  /** The whole log; a last line without its end is there, too. */
  log(): readonly LogLine[] {
    const rest = (['stdout', 'stderr'] as const).filter((stream) => this.partial[stream] !== '')
      .map((stream): LogLine => ({ atMs: this.exit?.atMs ?? this.startedMs, stream, text: this.partial[stream] }))
    return rest.length === 0 ? this.lines : [...this.lines, ...rest]
  }

  /** The image's own program: it listens, and ends by itself or never. */
  serve(listens: readonly Listener[], logs: readonly string[], exit: { code: number; afterMs: number; reason?: string } | undefined): void {
    this.listens = listens
    if (logs.length > 0) this.write('stdout', `${logs.join('\n')}\n`, this.startedMs)
    if (exit === undefined) return
    this.planned = { code: exit.code, reason: exit.reason ?? reasonFor(exit.code) }
    this.wakeMs = this.startedMs + exit.afterMs
  }

  run(process: Running): void {
    this.process = process
    this.wakeMs = this.startedMs
  }

  io(now: () => number, run: Io['run']): Io {
    const output = (stream: 'stdout' | 'stderr'): Output => ({ write: (text) => this.write(stream, text, now()) })
    return {
      stdin: { read: () => undefined }, stdout: output('stdout'), stderr: output('stderr'),
      files: this.files, env: new Map(this.env), cwd: this.workingDir, run,
    }
  }

  get workingDir(): string {
    return this.container.workingDir ?? this.image.workingDir ?? '/'
  }

  /** Lets the process go on as far as it can at this moment. */
  step(now: number): void {
    if (this.exit !== undefined || this.wakeMs === undefined || this.wakeMs > now) return
    if (this.planned !== undefined) return this.end(this.planned, now)
    for (let steps = 0; steps < STEPS_PER_TURN; steps++) {
      const { done, value } = this.process!.next()
      if (done) return this.end({ code: value, reason: reasonFor(value) }, now)
      if (value.for === 'time' && value.ms > 0) return void (this.wakeMs = now + value.ms)
      if (value.for === 'change') return void (this.wakeMs = now + Math.min(value.ms ?? POLL_MS, POLL_MS))
      if (value.for === 'screen' || value.for === 'promise') return this.end({ code: 1, reason: 'Error' }, now)
    }
    this.wakeMs = now + TURN_MS
  }

  /** SIGTERM: servers go at once with status 0; a program may catch it and take its time. */
  terminate(now: number): void {
    if (this.exit !== undefined) return
    if (this.process === undefined) return this.end({ code: 0, reason: 'Completed' }, now)
    try {
      const { done, value } = this.process.throw(new Signal('TERM'))
      if (done) return this.end({ code: value, reason: reasonFor(value) }, now)
      this.wakeMs = value.for === 'time' ? now + value.ms : now
      this.step(now)
    } catch (thrown) {
      if (!(thrown instanceof Signal)) throw thrown
      this.end({ code: thrown.status, reason: 'Error' }, now)
    }
  }

  /** SIGTERM, and SIGKILL for whoever does not go at once. */
  stop(now: number): void {
    this.terminate(now)
    if (this.exit !== undefined) return
    this.process?.return(137)
    this.end({ code: 137, reason: 'Error' }, now)
  }

  private end(exit: Omit<Exit, 'atMs'>, now: number): void {
    this.exit = { ...exit, atMs: now }
    this.wakeMs = undefined
    this.listens = []
    this.process = undefined
  }
}

const reasonFor = (code: number): string => (code === 0 ? 'Completed' : 'Error')
