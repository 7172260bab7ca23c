/** Waits for the next turn of the event loop: all microtasks have run by then. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
