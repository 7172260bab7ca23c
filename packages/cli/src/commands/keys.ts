import type { KeyStore } from "@tutti/core/runtime";
import { ApiKeys, type CreatedKey, type Role } from "@tutti/server";
import type { KeyAccess } from "../access/access";
import { openFile, withLocalAccess } from "../access/open";
import { projectOf } from "../access/target";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { keyLines } from "../render/keys";
import { EXIT, type Report } from "../report";
import { parseSpan } from "../terminal/moment";
import { span } from "../terminal/style";
import { lookOf, paintAll, type StoreOptions, userOf } from "./shared";

/** Options of every `tutti keys` command. */
export type KeyOptions = StoreOptions;

/** Options of the commands that make a key. */
interface MakingOptions extends KeyOptions {
  readonly user?: string;
}

/** Options of `tutti keys create`. */
export interface CreateKeyOptions extends MakingOptions {
  readonly role: string;
  readonly tag?: readonly string[];
  readonly expiresIn?: string;
}

/** Options of `tutti keys rotate`. */
export interface RotateKeyOptions extends MakingOptions {
  readonly overlap?: string;
}

const DAY_MS = 86_400_000;

/** Makes a key. Standard output gets the key and nothing else. */
export async function create(name: string, options: CreateKeyOptions, io: Io): Promise<Report> {
  const { expiresIn, role, tag } = options;
  const wish = {
    name,
    role: role as Role,
    ...(tag === undefined ? {} : { tags: tag }),
    ...(expiresIn === undefined ? {} : { lifetimeMs: spanOf("--expires-in", expiresIn) }),
  };
  const created = await withKeys({ options, io, isNew: true }, (keys) =>
    keys.create(wish, userOf(options, io)),
  );
  return madeReport(created, options, io);
}

/** Lists the keys. */
export async function list(options: KeyOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const reading = await openFile(await projectOf("keys", options, io));
  try {
    const views = await new ApiKeys({ store: storeOf(reading) }).list();
    const lines = keyLines(views, { ...look, now: Date.now() });
    return {
      exitCode: EXIT.ok,
      json: { success: true, keys: views },
      out: views.length === 0 ? [] : paintAll(lines, look.out),
      err: views.length === 0 ? paintAll([[span("No keys.", "dim")]], look.err) : [],
    };
  } finally {
    await reading.close();
  }
}

/** Makes a key in place of another one. */
export async function rotate(keyId: string, options: RotateKeyOptions, io: Io): Promise<Report> {
  const { overlap } = options;
  const overlapMs = overlap === undefined ? DAY_MS : spanOf("--overlap", overlap);
  const created = await withKeys({ options, io }, (keys) =>
    keys.rotate(keyId, { by: userOf(options, io), overlapMs }),
  );
  return madeReport(created, options, io);
}

/** Makes a key worth nothing. */
export async function revoke(keyId: string, options: KeyOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const view = await withKeys({ options, io }, (keys) => keys.revoke(keyId));
  const line = [span(look.symbols.completed, "green"), ` ${view.key_id} (${view.name}) is revoked`];
  return {
    exitCode: EXIT.ok,
    json: { success: true, api_key: view },
    out: paintAll([line], look.out),
    err: [],
  };
}

function madeReport({ key, view }: CreatedKey, options: KeyOptions, io: Io): Report {
  const look = lookOf(io, options);
  const until = view.expires_at === null ? "" : `, until ${view.expires_at}`;
  const note = `${view.key_id} (${view.name}): ${view.scopes.join(", ")}${until}. The key is shown this once.`;
  return {
    exitCode: EXIT.ok,
    json: { success: true, key, api_key: view },
    out: [key],
    err: paintAll([[span(note, "dim")]], look.err),
  };
}

interface Asking {
  readonly options: KeyOptions;
  readonly io: Io;
  /** May the store be made? */
  readonly isNew?: boolean;
}

async function withKeys<T>(
  { io, isNew = false, options }: Asking,
  work: (keys: ApiKeys) => Promise<T>,
): Promise<T> {
  const project = await projectOf("keys", options, io);
  const types = isNew ? { types: new Set<string>() } : {};
  try {
    return await withLocalAccess({ ...project, ...types }, io, (access) =>
      work(new ApiKeys({ store: storeOf(access) })),
    );
  } catch (error) {
    throw refused(error);
  }
}

/** What the server's part refuses, as the command line shows it. */
function refused(error: unknown): unknown {
  const { code, fix, message } = error as {
    readonly code?: unknown;
    readonly fix?: unknown;
    readonly message?: unknown;
  };
  if (code !== "UNKNOWN_KEY" && code !== "INVALID_KEY") return error;
  return new CliError({ code, message: String(message), fix: String(fix) });
}

function storeOf(access: KeyAccess): KeyStore {
  const listKeys = (): ReturnType<KeyAccess["listApiKeys"]> => access.listApiKeys();
  return {
    listKeys,
    getKey: async (keyId) => (await listKeys()).find(({ key_id }) => key_id === keyId),
    putKey: (record) => access.putApiKey(record),
    // Nobody uses a key here.
    markKeyUsed: () => undefined,
  };
}

function spanOf(option: string, text: string): number {
  const ms = parseSpan(text);
  if (ms !== undefined) return ms;
  throw new CliError({
    code: "USAGE",
    message: `${option} is no time span: "${text}".`,
    fix: "Give a number with s, m, h, d or w, such as 90d.",
  });
}
