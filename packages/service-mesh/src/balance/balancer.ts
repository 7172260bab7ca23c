/** What a balancer looks at. */
export interface Candidate {
  /** Its share of the requests, relative to the others'; above 0. */
  readonly weight: number;
  /** Requests that it is working on. */
  readonly pending: number;
}

/**
 * Chooses who gets the next request.
 *
 * - Called when: a request is about to be sent, with those that may get it.
 * - Must: take one of the candidates, of which there is at least one.
 */
export interface Balancer {
  pick<T extends Candidate>(candidates: readonly [T, ...T[]]): T;
}
