import { timingSafeEqual } from "node:crypto";
import type { ApiKeyRecord, KeyStore } from "@tutti/core/runtime";
import { ServerError } from "../errors";
import { hashOf, keyIdOf, newKey, type RandomBytes } from "./api-key";
import { type Role, roles } from "./roles";

/** What {@link ApiKeys} works with. */
export interface ApiKeysParts {
  /** Where keys are kept: `storage.access`. */
  readonly store: KeyStore;
  /** ms since the epoch. Default: the system's clock. */
  readonly now?: () => number;
  /** Default: the system's, for cryptography. */
  readonly random?: RandomBytes;
}

/** A wish for a key. */
export interface KeyWish {
  /** What people call it: 1 to 64 letters, digits, `.`, `_`, `@` and `-`. */
  readonly name: string;
  readonly role: Role;
  /** Limits it to workflows that have one of these tags. Default: to none. */
  readonly tags?: readonly string[];
  /** It is worth nothing from so many ms on. Default: never. */
  readonly lifetimeMs?: number;
}

/** A key as lists show it. Times are ISO 8601, UTC. */
export interface KeyView {
  readonly key_id: string;
  readonly name: string;
  readonly status: "active" | "expired" | "revoked";
  readonly scopes: readonly string[];
  readonly tags: readonly string[] | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at: string | null;
}

/** A new key: the only time that it is shown. */
export interface CreatedKey {
  readonly key: string;
  readonly view: KeyView;
}

/** What became of a key that was presented. Reasons are told to its holder alone. */
export type Verified =
  | { readonly ok: true; readonly record: ApiKeyRecord }
  | { readonly ok: false; readonly reason: string };

/** A key is noted as used once in so many ms: each note is a write. */
const NOTE_EVERY_MS = 60_000;
/** What an unknown key is compared with, so that it takes as long as a wrong one. */
const NOBODY = hashOf("");

/**
 * Creates, checks and ends API keys.
 *
 * @example
 * const keys = new ApiKeys({ store: storage.access });
 * const { key } = await keys.create({ name: "ci", role: "operator" }, "ada"); // tutti_…
 */
export class ApiKeys {
  private readonly noted = new Map<string, number>();
  private readonly now: () => number;

  constructor(private readonly parts: ApiKeysParts) {
    this.now = parts.now ?? Date.now;
  }

  /** Makes a key. Throws `INVALID_KEY`. */
  async create(wish: KeyWish, by: string): Promise<CreatedKey> {
    checkWish(wish);
    const { lifetimeMs, name, role, tags } = wish;
    const created_at = this.now();
    return this.store({
      name,
      scopes: roles[role],
      tags: tags ?? null,
      created_by: by,
      created_at,
      expires_at: lifetimeMs === undefined ? null : created_at + lifetimeMs,
    });
  }

  /** All keys, the oldest first. */
  async list(): Promise<readonly KeyView[]> {
    return (await this.parts.store.listKeys()).map((record) => this.view(record));
  }

  /** Makes a key worth nothing, at once. Throws `UNKNOWN_KEY`. */
  async revoke(keyId: string): Promise<KeyView> {
    const record = await this.find(keyId);
    const revoked = { ...record, revoked_at: record.revoked_at ?? this.now() };
    await this.parts.store.putKey(revoked);
    return this.view(revoked);
  }

  /**
   * Makes a key that takes the place of another one, and may do the same for as long. The old one goes on working for
   * `overlapMs`. Throws `UNKNOWN_KEY`, and `INVALID_KEY` for one that is worth nothing already.
   */
  async rotate(
    keyId: string,
    { by, overlapMs }: { readonly by: string; readonly overlapMs: number },
  ): Promise<CreatedKey> {
    const old = await this.find(keyId);
    const now = this.now();
    if (statusOf(old, now) !== "active") throw invalid(`${keyId} is ${statusOf(old, now)}`);
    if (!Number.isFinite(overlapMs) || overlapMs < 0)
      throw invalid(`an overlap of ${overlapMs} ms makes no sense`);
    const { created_at, expires_at, name, scopes, tags } = old;
    const lifetime = expires_at === null ? null : now + (expires_at - created_at);
    const created = await this.store({
      name,
      scopes,
      tags,
      created_by: by,
      created_at: now,
      expires_at: lifetime,
    });
    const end = now + overlapMs;
    await this.parts.store.putKey({ ...old, expires_at: Math.min(expires_at ?? end, end) });
    return created;
  }

  /** Checks a key that was presented, in the same time whether it is unknown or wrong. */
  async verify(key: string): Promise<Verified> {
    const keyId = keyIdOf(key);
    const record = keyId === undefined ? undefined : await this.parts.store.getKey(keyId);
    const isRight = timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(record?.hash ?? NOBODY));
    if (record === undefined || !isRight) return { ok: false, reason: "the key is not valid" };
    const status = statusOf(record, this.now());
    if (status === "expired") return { ok: false, reason: "the key has expired" };
    if (status === "revoked") return { ok: false, reason: "the key was revoked" };
    await this.note(record.key_id);
    return { ok: true, record };
  }

  private async store(
    about: Omit<ApiKeyRecord, "key_id" | "hash" | "revoked_at" | "last_used_at">,
  ): Promise<CreatedKey> {
    const { hash, key, keyId } = newKey(this.parts.random);
    const record = { key_id: keyId, hash, ...about, revoked_at: null, last_used_at: null };
    await this.parts.store.putKey(record);
    return { key, view: this.view(record) };
  }

  private async find(keyId: string): Promise<ApiKeyRecord> {
    const record = await this.parts.store.getKey(keyId);
    if (record === undefined) throw ServerError.of("UNKNOWN_KEY", { key_id: keyId });
    return record;
  }

  private async note(keyId: string): Promise<void> {
    const now = this.now();
    if (now - (this.noted.get(keyId) ?? Number.NEGATIVE_INFINITY) < NOTE_EVERY_MS) return;
    this.noted.set(keyId, now);
    try {
      await this.parts.store.markKeyUsed(keyId, now);
    } catch {
      // A store that takes nothing now must keep nobody from reading.
      this.noted.delete(keyId);
    }
  }

  private view(record: ApiKeyRecord): KeyView {
    const { created_at, expires_at, key_id, last_used_at, revoked_at } = record;
    return {
      key_id,
      name: record.name,
      status: statusOf(record, this.now()),
      scopes: record.scopes,
      tags: record.tags,
      created_by: record.created_by,
      created_at: new Date(created_at).toISOString(),
      expires_at: toIso(expires_at),
      revoked_at: toIso(revoked_at),
      last_used_at: toIso(last_used_at),
    };
  }
}

function statusOf(
  { expires_at, revoked_at }: Pick<ApiKeyRecord, "expires_at" | "revoked_at">,
  now: number,
): KeyView["status"] {
  if (revoked_at !== null) return "revoked";
  return expires_at !== null && expires_at <= now ? "expired" : "active";
}

function toIso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

const NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/;

function checkWish({ lifetimeMs, name, role, tags }: KeyWish): void {
  if (!NAME.test(name)) throw invalid(`its name is ${JSON.stringify(name.slice(0, 100))}`);
  if (!Object.hasOwn(roles, role)) throw invalid(`its role is ${JSON.stringify(role.slice(0, 100))}`);
  if (lifetimeMs !== undefined && !(Number.isFinite(lifetimeMs) && lifetimeMs > 0))
    throw invalid(`its lifetime is ${lifetimeMs} ms`);
  if (tags?.length === 0 || tags?.includes("") === true)
    throw invalid("its list of tags is empty, or has an empty one");
}

function invalid(problem: string): ServerError {
  return ServerError.of("INVALID_KEY", { problem });
}
