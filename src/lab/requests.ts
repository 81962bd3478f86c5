/** Requests that checks send and `trace` explains: the network's answer without a client program in between. */
import type { HttpOutcome, HttpTry } from './checks/check.ts'
import type { World } from './world.ts'

/** Sends a request from a place; a failure is an outcome, not an exception. */
export function requestFrom(_world: World, request: HttpTry): HttpOutcome {
  return { failure: `no network for ${request.url}`, status: 0, headers: new Map(), body: '', hops: [] }
}

export function trace(_world: World, line: string): object {
  return { hops: [], outcome: line }
}
