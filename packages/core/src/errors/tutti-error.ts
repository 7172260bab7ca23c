import { type CatalogParams, catalog, type ErrorCode } from "./catalog";

const BRAND = Symbol.for("@tutti/core:TuttiError");

/** The options of a {@link TuttiError}: a code, the values its message needs, and what caused it. */
export interface TuttiErrorOptions<Code extends ErrorCode> {
  readonly code: Code;
  readonly params: CatalogParams<Code>;
  readonly cause?: unknown;
}

/**
 * An error of Tutti itself: a code of the catalogue, a message with the actual values, and the fix.
 *
 * `instanceof TuttiError` also holds for an error made by another copy of this package.
 *
 * @example
 * throw TuttiError.of("UNKNOWN_WORKFLOW", { workflow_id });
 */
export class TuttiError extends Error {
  /** The catalogue's code, for programs. */
  readonly code: ErrorCode;
  /** What to do about it, for people. */
  readonly fix: string;
  /** The values the message was made from. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(options: TuttiErrorOptions<ErrorCode>) {
    const { message, fix } = describe(options.code, options.params as never);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TuttiError";
    this.code = options.code;
    this.fix = fix;
    this.details = options.params;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Makes an error whose values are checked against its code by the compiler. */
  static of<Code extends ErrorCode>(code: Code, params: CatalogParams<Code>, cause?: unknown): TuttiError {
    return new TuttiError({ code, params, cause } as TuttiErrorOptions<ErrorCode>);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** The message and the fix of a code, filled with the given values. */
export function describe<Code extends ErrorCode>(
  code: Code,
  params: CatalogParams<Code>,
): { message: string; fix: string } {
  const found = catalog[code] as unknown as {
    message: (p: CatalogParams<Code>) => string;
    fix: (p: CatalogParams<Code>) => string;
  };
  return { message: found.message(params), fix: found.fix(params) };
}
