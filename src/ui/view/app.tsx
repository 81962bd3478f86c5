/** The terminal on the screen: finished output once and for all above, the living part below. */
import { Box, Static, Text, useCursor } from 'ink'
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { TerminalSession } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { Theme } from '../theme.ts'
import { beside, layout } from './layout.ts'

export interface AppProps {
  readonly terminal: Terminal
  readonly session: TerminalSession
  readonly theme: Theme
  /** Blocks before this one are on the screen already. */
  readonly firstBlock: number
}

export function App({ terminal, session, theme, firstBlock }: AppProps): ReactNode {
  const state = useSyncExternalStore(terminal.subscribe, terminal.state)
  const { setCursorPosition } = useCursor()
  useMinutes()
  const { output } = terminal
  const view = layout(state, output, session.elapsedMs(), session.commands, theme)
  setCursorPosition(state.ended ? undefined : view.cursor)
  return (
    <>
      <Static items={output.blocks.slice(firstBlock)}>
        {block => <Rows key={block.id} columns={block.columns} text={block.text} />}
      </Static>
      {state.ended ? null : (
        <Rows
          columns={state.columns}
          text={[...beside(view), ...view.below].map(row => row || ' ').join('\n')}
        />
      )}
    </>
  )
}

/** Rows that are cut to size already: given their own width, Ink neither wraps nor cuts them again. */
function Rows({ columns, text }: { readonly columns: number; readonly text: string }): ReactNode {
  return (
    <Box width={Math.max(1, columns)} flexShrink={0}>
      <Text>{text}</Text>
    </Box>
  )
}

/** Draws anew each minute, for the clock in the status line. */
function useMinutes(): void {
  const [, setMinute] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setMinute(minute => minute + 1), 60_000)
    return () => clearInterval(timer)
  }, [])
}
