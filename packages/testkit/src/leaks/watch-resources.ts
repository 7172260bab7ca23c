import { createHook, executionAsyncId } from "node:async_hooks";

/** Something that keeps the process alive. */
export interface OpenResource {
  /** Such as `a timer` or `a server's socket`. */
  readonly what: string;
  /** The line of code that made it. */
  readonly where: string;
}

const KINDS: Readonly<Record<string, string>> = {
  Timeout: "a timer",
  TCPSERVERWRAP: "a listening socket",
  TCPWRAP: "a socket",
  PIPEWRAP: "a pipe",
  UDPWRAP: "a UDP socket",
  FSEVENTWRAP: "a file watcher",
};

interface Noted extends OpenResource {
  readonly resource: WeakRef<object>;
}

/** Deep enough to reach the test through a library. */
const STACK_DEPTH = 60;

/**
 * Notes what is opened from now on by code outside `node_modules`, until `end` is called, which answers
 * what is still open then. A timer or socket that does not keep the process alive is no leak.
 */
export function watchResources(): { readonly end: () => readonly OpenResource[] } {
  const open = new Map<number, Noted>();
  const places = new Map<number, string>();
  const hook = createHook({
    init(...[id, type, trigger, resource]: [number, string, number, object]) {
      const where = placeOf(type) ?? places.get(trigger) ?? places.get(executionAsyncId());
      if (where === undefined) return;
      places.set(id, where);
      const what = KINDS[type];
      if (what !== undefined) open.set(id, { what, where, resource: new WeakRef(resource) });
    },
    destroy: (id) => void open.delete(id),
  }).enable();
  return {
    end() {
      hook.disable();
      // What a library opened for its own ends has no line of the user's code.
      return [...open.values()]
        .filter(({ where }) => where !== LIBRARY)
        .filter(keepsAlive)
        .map(({ what, where }) => ({ what, where }));
    },
  };
}

/** What libraries do on their own, such as the timeouts of a test runner. */
const LIBRARY = "";

/** The line that asks for a resource; undefined: Node itself does, on behalf of somebody who asked before. */
function placeOf(type: string): string | undefined {
  return type === "PROMISE" ? undefined : culpritOf(stackHere());
}

function keepsAlive({ resource }: Noted): boolean {
  const found = resource.deref() as { readonly hasRef?: () => boolean } | undefined;
  return found !== undefined && found.hasRef?.() !== false;
}

function stackHere(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = STACK_DEPTH;
  const { stack = "" } = new Error("here");
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

/** The nearest line of the user's own code: not of Node, of a library, or of this file. */
function culpritOf(stack: string): string | undefined {
  const lines = stack
    .split("\n")
    .slice(1)
    .filter((line) => /:\d+/.test(line) && !/node:|watch-resources|<anonymous>\)?$/.test(line));
  const own = lines.find((line) => !/[/\\]node_modules[/\\]/.test(line));
  if (own !== undefined) return own.trim().replace(/^at /, "");
  return lines.length > 0 ? LIBRARY : undefined;
}
