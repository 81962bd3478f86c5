/** History expansion. */
import { describe, expect, it } from 'vitest'
import { expandHistory } from '../../src/shell/history.ts'

const HISTORY = ['kubectl get pods -n web', 'cat /etc/hosts', 'echo one two three']

describe('history expansion', () => {
  it.each([
    ['!!', 'echo one two three'], ['sudo !!', 'sudo echo one two three'], ['cat !$', 'cat three'], ['!cat', 'cat /etc/hosts'], ['!1', 'kubectl get pods -n web'],
    ['!-2', 'cat /etc/hosts'], ['!?hosts?', 'cat /etc/hosts'], ['echo !^ !*', 'echo one one two three'], ['echo !!:2', 'echo two'], ['!!:s/one/1/', 'echo 1 two three'],
    ['^two^2', 'echo one 2 three'], ['ls !cat:$:h', 'ls /etc'], ['!kube:1-2', 'get pods'],
  ])('%s becomes %s', (line, expanded) => {
    expect(expandHistory(line, HISTORY)).toEqual({ line: expanded })
  })
  it.each(["echo 'no !! here'", 'echo \\!!', '[ ! -f x ]', 'echo hi!', 'if ! grep x; then :; fi', 'echo "a!"'])('leaves %s alone', line => {
    expect(expandHistory(line, HISTORY)).toBeUndefined()
  })
  it('says when there is no such event', () => {
    expect(expandHistory('!zzz', HISTORY)).toEqual({ error: 'bash: !zzz: event not found' })
  })
})
