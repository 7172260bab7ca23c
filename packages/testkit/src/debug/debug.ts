import { inspect } from "node:util";
import { consoleLogger, type Logger } from "@tutti/core";

/** Where debug output goes: a line or more at a time. Default: standard error. */
export interface DebugOptions {
  readonly write?: (text: string) => void;
}

type Method = (...given: readonly unknown[]) => unknown;

/**
 * The same service, which tells of every call: its arguments, its result or error, and how long it took.
 *
 * @example
 * const workflows = debugService(orchestrator.workflows);
 * await workflows.createWorkflow(definition, "test_user");
 */
export function debugService<Service extends object>(
  service: Service,
  { write = toStandardError }: DebugOptions = {},
): Service {
  return new Proxy(service, {
    get(target, key) {
      const found = Reflect.get(target, key) as unknown;
      if (typeof found !== "function" || key === "constructor") return found;
      const call = (...given: readonly unknown[]): unknown => {
        const teller = new Teller(String(key), write);
        teller.begin(given);
        return teller.tell(() => (found as Method).apply(target, [...given]));
      };
      return call;
    },
  });
}

/** Tells of one call. */
class Teller {
  private readonly begun = performance.now();

  constructor(
    private readonly name: string,
    private readonly write: (text: string) => void,
  ) {}

  begin(given: readonly unknown[]): void {
    this.write(`${this.name}: called with\n${shown(given)}\n`);
  }

  tell(call: () => unknown): unknown {
    try {
      const answer = call();
      if (!(answer instanceof Promise)) return this.answered(answer);
      return answer.then(
        (found: unknown) => this.answered(found),
        (error: unknown) => this.failed(error),
      );
    } catch (error) {
      return this.failed(error);
    }
  }

  private answered(answer: unknown): unknown {
    this.write(`${this.name}: answered after ${this.ms()} ms\n${shown(answer)}\n`);
    return answer;
  }

  private failed(error: unknown): never {
    this.write(`${this.name}: threw after ${this.ms()} ms\n${shown(error)}\n`);
    throw error;
  }

  private ms(): string {
    return (performance.now() - this.begun).toFixed(1);
  }
}

let before: { readonly level: string | undefined } | undefined;

/**
 * Lets every orchestrator that is made from now on log everything to standard error, those of tests included.
 *
 * @returns the function that ends it
 * @example
 * beforeEach(() => enableDebugLogging());
 */
export function enableDebugLogging(): () => void {
  before ??= { level: process.env.TUTTI_LOG_LEVEL };
  process.env.TUTTI_LOG_LEVEL = "debug";
  return () => {
    if (before?.level === undefined) delete process.env.TUTTI_LOG_LEVEL;
    else process.env.TUTTI_LOG_LEVEL = before.level;
    before = undefined;
  };
}

/** A logger that passes everything on, also to the console while debug logging is on. */
export function debuggable(logger: Logger): Logger {
  return process.env.TUTTI_LOG_LEVEL === "debug" ? both(logger, consoleLogger({ level: "debug" })) : logger;
}

function both(one: Logger, other: Logger): Logger {
  const method =
    (level: "debug" | "info" | "warn" | "error"): Logger["debug"] =>
    (fields, message) => {
      one[level](fields, message);
      other[level](fields, message);
    };
  return {
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => both(one.child(fields), other.child(fields)),
  };
}

function shown(value: unknown): string {
  return inspect(value, { depth: 6, breakLength: 100 }).replaceAll(/^/gm, "  ");
}

function toStandardError(text: string): void {
  process.stderr.write(text);
}
