import type { Page, PageQuery } from "./page";

type Answer<T> = T | Promise<T>;

/** An API key as it is stored: what it may do, and the hash that knows it again. Never the key. Times are ms. */
export interface ApiKeyRecord {
  /** The part of the key that names it; no secret. */
  readonly key_id: string;
  /** What people call it. A key that takes the place of another has its name. */
  readonly name: string;
  /** SHA-256 of the whole key, in hexadecimal. */
  readonly hash: string;
  readonly scopes: readonly string[];
  /** Limits it to workflows that have one of these tags; null: to none. */
  readonly tags: readonly string[] | null;
  readonly created_by: string;
  readonly created_at: number;
  /** From then on it is worth nothing; null: never. */
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  /** To the minute or so; null: never. */
  readonly last_used_at: number | null;
}

/** The keys of an API. */
export interface KeyStore {
  /** Stores a key, or changes one; `last_used_at` of one that is there stays. */
  putKey(record: ApiKeyRecord): Answer<void>;
  getKey(keyId: string): Answer<ApiKeyRecord | undefined>;
  /** All keys, those that are worth nothing included; the oldest first. */
  listKeys(): Answer<readonly ApiKeyRecord[]>;
  /** Notes that a key was used at this time (ms). Nothing happens when there is none such. */
  markKeyUsed(keyId: string, time: number): Answer<void>;
}

/** Something that was done, or refused. */
export interface AuditEntry {
  /** ms since the epoch. */
  readonly time: number;
  readonly request_id: string;
  /** Who did it; null: that could not be told. */
  readonly user: string | null;
  readonly key_id: string | null;
  /** What was done, such as `createWorkflow`. */
  readonly action: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Where it came from. */
  readonly address: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Why it was refused; null: it was not. */
  readonly code: string | null;
}

/** An entry with its place in the log. */
export interface AuditRow extends AuditEntry {
  /** From 1; a later entry has a higher one. */
  readonly position: number;
}

/** Which entries to list. */
export interface AuditQuery extends PageQuery {
  readonly user?: string;
  readonly action?: string;
  /** At or after this time (ms). */
  readonly since?: number;
  /** Before this time (ms). */
  readonly until?: number;
}

/** Who did what: entries are added, and forgotten by their age, and never changed. */
export interface AuditLog {
  /** Settles when the entry is durable. */
  addAudit(entry: AuditEntry): Answer<void>;
  /** The newest first. */
  listAudit(query: AuditQuery): Answer<Page<AuditRow>>;
  /** Forgets what is older than this time (ms); gives how many entries that were. */
  forgetAudit(before: number): Answer<number>;
}

/** What a server keeps of those who use it. */
export interface AccessStore extends KeyStore, AuditLog {}
