import { fakeIo, type FakeIo } from "./fake-io";

/** A server that runs in this process, as `tutti serve` starts it. */
export interface Serving {
  readonly io: FakeIo;
  readonly url: string;
  /** Presses Ctrl-C and waits; gives the exit code. */
  stop(): Promise<number>;
}

const running: Serving[] = [];

/** Starts `tutti serve` on a free port, beside another world. */
export async function serveBeside(beside: FakeIo, ...argv: readonly string[]): Promise<Serving> {
  const io = fakeIo({ beside });
  const ended = io.tutti("serve", "--port", "0", "--quiet", ...argv);
  await Promise.race([
    io.said("/docs\n"),
    ended.then(() => Promise.reject(new Error(`It ended: ${io.out}${io.err}`))),
  ]);
  const [url = ""] = /http:\/\/\S+/.exec(io.out) ?? [];
  const stop = (): Promise<number> => {
    if (io.isListening) io.interrupt();
    return ended;
  };
  const serving: Serving = { io, url, stop };
  running.push(serving);
  return serving;
}

/** Stops all servers: for `afterEach`. */
export async function stopServing(): Promise<void> {
  for (const { stop } of running.splice(0)) await stop();
}
