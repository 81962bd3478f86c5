/** The terminal's front door: a bundle of its own, loaded when a terminal opens. */
export { openTerminal } from './open.tsx'
