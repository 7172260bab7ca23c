/** A time that something may take. */
export interface TimeLimit {
  /** Aborts when the time is over, or when the other signal does. */
  readonly signal: AbortSignal;
  /** Was it the time? */
  readonly isOver: () => boolean;
  /** It has come to its end: nothing aborts any more. */
  readonly end: () => void;
}

/** Begins a time limit; undefined: there is none, and the other signal alone counts. */
export function timeLimit(ms: number | undefined, other: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const late = new Error("The time is over.");
  const stop = (): void => controller.abort(other?.reason);
  const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(late), ms);
  if (other?.aborted === true) stop();
  other?.addEventListener("abort", stop);
  return {
    signal: controller.signal,
    isOver: () => controller.signal.reason === late,
    end: () => {
      clearTimeout(timer);
      other?.removeEventListener("abort", stop);
    },
  };
}
