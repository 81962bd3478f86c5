/** The progress meter, which curl shows on standard error when the body does not go to a terminal. */
import type { Io } from '../../../lib/process.ts'
import type { CurlOptions } from './options.ts'
import type { Fetched } from './transfer.ts'

const HEAD = '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n'
const NOTHING = '\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0'

export function startMeter(options: CurlOptions, io: Io, toFile: boolean): boolean {
  const quiet = ['silent', 'no-progress-meter', 'no-silent'].some((o) => options.has(o))
  const shown = !quiet && (io.terminal === undefined || toFile)
  if (shown) io.stderr.write(HEAD + NOTHING)
  return shown
}

export function finishMeter(shown: boolean, io: Io, fetched: Fetched | undefined): void {
  if (!shown) return
  if (fetched === undefined) {
    io.stderr.write(`${NOTHING}\n`)
    return
  }
  const down = Buffer.byteLength(fetched.response.body)
  const up = Buffer.byteLength(fetched.sent.body)
  const five = (n: number): string => String(n).padStart(5, ' ')
  const percent = (n: number): string => (n > 0 ? '100' : '  0')
  io.stderr.write(`\r${percent(down + up)} ${five(down + up)}  ${percent(down)} ${five(down)}  ${percent(up)} ${five(up)}  ` +
    `${String(down * 1000).slice(0, 5).padStart(5, ' ')}  ${String(up * 1000).slice(0, 5).padStart(5, ' ')} --:--:-- --:--:-- --:--:-- ${String((down + up) * 1000).slice(0, 5).padStart(5, ' ')}\n`)
}
