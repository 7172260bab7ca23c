import type { Json } from "@tutti/core";

/** How a scripted answer looks besides its body. */
export interface ReplyOptions {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** This answer comes so many ms later than the route's others. Default 0. */
  readonly delayMs?: number;
}

/** What a scripted service answers. A status of 0: it drops the connection. */
export class MockAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly body: Json,
    { status = 200, headers = {} }: ReplyOptions = {},
  ) {
    this.status = status;
    this.headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
  }

  /** Has the connection been dropped instead of an answer? */
  get isDropped(): boolean {
    return this.status === 0;
  }
}

/** The answer that is none: the connection breaks off. */
export const DROPPED = new MockAnswer(null, { status: 0 });

/**
 * An answer with its status and headers, for {@link MockRoute.with}.
 *
 * @example
 * mesh.service("billing").on("POST", "/invoices").with(({ parameters }) => answer({ got: parameters }, { status: 201 }));
 */
export function answer(body: Json, options: ReplyOptions = {}): MockAnswer {
  return new MockAnswer(body, options);
}
