/** All subcommands, one entry each; what runs them is loaded when it is called. */

export interface Command {
  readonly name: string
  readonly usage: string
  readonly summary: string
  load(): Promise<{ run(args: readonly string[]): Promise<number> }>
}

export const commands: readonly Command[] = [
  {
    name: 'start',
    usage: 'kubedrill [start [LAB]] [--seed N] [--fresh] [--plain] [--editor PROGRAM]',
    summary: 'Opens a lab in the terminal, where you left it.',
    load: () => import('./start.ts'),
  },
  {
    name: 'exec',
    usage: 'kubedrill exec [LAB] [--seed N] [--addons A,B] [-c LINE]… | --ndjson',
    summary: 'Runs shell lines without a screen; without -c it reads them from standard input.',
    load: () => import('./exec.ts'),
  },
  {
    name: 'serve',
    usage: 'kubedrill serve [LAB] [--api-port N] [--kubeconfig FILE] [--pace real|settle]',
    summary: 'Opens the API server on the loopback for a real kubectl.',
    load: () => import('./serve.ts'),
  },
  {
    name: 'grade',
    usage: 'kubedrill grade LAB SUBMISSION… [--format NAME] [--out PATH] [--shard I/N]',
    summary: 'Judges hand-ins: transcripts, shell scripts, manifests, or folders of these.',
    load: () => import('./grade.ts'),
  },
  {
    name: 'verify',
    usage: 'kubedrill verify [LAB…] [--mutants] [--json]',
    summary: "The author's proof: untouched 0, solutions 100, mistakes red, mutants caught, replay identical.",
    load: () => import('./verify.ts'),
  },
  {
    name: 'list',
    usage: 'kubedrill list [--json]',
    summary: 'Shows all labs.',
    load: () => import('./list.ts'),
  },
  {
    name: 'show',
    usage: 'kubedrill show LAB',
    summary: 'Shows what a lab asks for.',
    load: () => import('./show.ts'),
  },
  {
    name: 'replay',
    usage: 'kubedrill replay FILE',
    summary: 'Plays a saved session again, with everything it printed.',
    load: () => import('./replay.ts'),
  },
]
