import nodeModule from "node:module";
import { constants } from "node:os";

/** Where a command writes: a part of `NodeJS.WriteStream`, so that `process.stdout` fits. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Everything a command may see and do of the world. Tests give their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Read to its end where a file is given as `-`. */
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls back for each Ctrl-C. Answers the function that ends it. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once, with work under way. */
  exit(code: number): void;
  /** Loads a module by its URL: a configuration or a plugin. */
  importModule(url: string): Promise<unknown>;
  /** Has a say in where imports lead, from Node.js 22.15 on. Answers the function that ends it. */
  hookImports?(hook: ImportHook): () => void;
}

/** Gives the URL that an ES module's import leads to, in place of the one that it would lead to. */
export type ImportHook = (url: string, parentUrl: string | undefined) => string;

/** Whom to listen to besides Ctrl-C: what ends a process in a container or a CI job. */
const INTERRUPTS = ["SIGINT", "SIGTERM"] as const;

/** What a shell shows for a process that Ctrl-C has ended. */
export const INTERRUPTED = 128 + constants.signals.SIGINT;

/**
 * The world as the process has it.
 *
 * @example
 * process.exitCode = await main(process.argv.slice(2), processIo());
 */
export function processIo(): Io {
  const { stdout, stderr, stdin, env } = process;
  return {
    stdout,
    stderr,
    stdin,
    env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      for (const signal of INTERRUPTS) process.on(signal, listener);
      return () => {
        for (const signal of INTERRUPTS) process.off(signal, listener);
      };
    },
    exit: (code) => process.exit(code),
    importModule: (url) => import(url) as Promise<unknown>,
    ...("registerHooks" in nodeModule ? { hookImports } : {}),
  };
}

function hookImports(hook: ImportHook): () => void {
  const hooks = nodeModule.registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      // require() has a cache of its own.
      if (!context.conditions.includes("import")) return resolved;
      return { ...resolved, url: hook(resolved.url, context.parentURL) };
    },
  });
  return () => hooks.deregister();
}
