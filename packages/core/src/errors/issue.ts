import type { CatalogParams, ErrorCode } from "./catalog";
import { describe } from "./tutti-error";

/** One problem found in a definition, in parameters or in a config. */
export interface Issue {
  readonly code: ErrorCode;
  /** What is wrong, with the actual values. */
  readonly message: string;
  /** Where, as the author would write it: `actions[1].action_id`; "" is the whole document. */
  readonly path: string;
  /** What to do. */
  readonly fix: string;
}

/** Makes an {@link Issue} from the catalogue. */
export function issue<Code extends ErrorCode>(code: Code, path: string, params: CatalogParams<Code>): Issue {
  return { code, path, ...describe(code, params) };
}

/**
 * Writes a path of keys and indexes as an author would.
 *
 * @example
 * formatPath(["actions", 1, "config", "a b"]); // actions[1].config["a b"]
 */
export function formatPath(keys: readonly PropertyKey[]): string {
  let path = "";
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(String(key))) path += path === "" ? String(key) : `.${String(key)}`;
    else path += `[${JSON.stringify(String(key))}]`;
  }
  return path;
}

/**
 * Reads a path back that {@link formatPath} wrote.
 *
 * @example
 * parsePath('actions[1].config["a b"]'); // ["actions", 1, "config", "a b"]
 */
export function parsePath(path: string): (string | number)[] {
  const parts = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g);
  return [...parts].map(([, index, quoted, name = ""]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? name : (JSON.parse(quoted) as string);
  });
}
