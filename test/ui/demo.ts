/** Opens the terminal on a session without a cluster; what the tmux test drives, and a look at the screen by itself. */
import { openTerminal } from '../../src/ui/open.tsx'
import { fakeSession } from './fake-session.ts'

const session = fakeSession()
await openTerminal(session, { stdin: process.stdin, stdout: process.stdout, env: process.env })
process.stdout.write(`${JSON.stringify({ ran: session.ran, files: [...session.files] })}\n`)
