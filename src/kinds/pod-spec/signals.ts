/** The signals that may stop a container on Linux, sorted (pkg/apis/core/types.go, Signal). */

const RTMIN = Array.from({ length: 15 }, (_, i) => `SIGRTMIN+${i + 1}`)
const RTMAX = Array.from({ length: 14 }, (_, i) => `SIGRTMAX-${i + 1}`)

export const LINUX_SIGNALS: readonly string[] = [
  'SIGABRT', 'SIGALRM', 'SIGBUS', 'SIGCHLD', 'SIGCLD', 'SIGCONT', 'SIGFPE', 'SIGHUP', 'SIGILL', 'SIGINT', 'SIGIO', 'SIGIOT',
  'SIGKILL', 'SIGPIPE', 'SIGPOLL', 'SIGPROF', 'SIGPWR', 'SIGQUIT', 'SIGSEGV', 'SIGSTKFLT', 'SIGSTOP', 'SIGSYS', 'SIGTERM',
  'SIGTRAP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGUSR1', 'SIGUSR2', 'SIGVTALRM', 'SIGWINCH', 'SIGXCPU', 'SIGXFSZ',
  'SIGRTMIN', 'SIGRTMAX', ...RTMIN, ...RTMAX,
].sort()
