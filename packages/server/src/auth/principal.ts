/**
 * What a caller may do, from the least to the most:
 *
 * - `read`: see workflows, executions, events and statistics
 * - `run`: start, steer and signal executions
 * - `write`: create, change and delete workflows
 * - `admin`: manage keys, and read the audit log
 */
export const scopes = ["read", "run", "write", "admin"] as const;

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** Who makes a request, and what they may do. */
export interface Principal {
  /** Names the caller in `created_by`, logs and the audit log, e.g. `"ada"` or `"key:ci"`. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The id of the API key, when it is one. */
  readonly keyId?: string;
  /** With tags, only workflows that have one of them, and their executions, exist for the caller; without, all do. */
  readonly tags?: ReadonlySet<string>;
}
