import { isIP } from "node:net";

/** A host name as sockets know it: without the brackets of IPv6 and without a closing dot. */
function socketHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/** True for `localhost` and the names below it: they lead to this machine, and nowhere else. */
export function isLocalhost(url: URL): boolean {
  const host = socketHost(url);
  return host === "localhost" || host.endsWith(".localhost");
}

/** One entry of `allowed_hosts`. */
export interface AllowedHost {
  readonly host: string;
  /** Also allows every name below the host, and then not the host itself. */
  readonly wildcard: boolean;
  /** The only port allowed; default: every port. */
  readonly port: string | undefined;
}

const ENTRY = /^(\*\.)?(\[[\da-fA-F:.]+\]|[^\s/?#@:\\*[\]]+)(?::(\d{1,5}))?$/;

/**
 * Reads an entry of `allowed_hosts`: `host`, `*.host`, or either with `:port`. Undefined when it is
 * none of these.
 *
 * @example
 * parseAllowedHost("*.example.com"); // { host: "example.com", wildcard: true, port: undefined }
 */
export function parseAllowedHost(entry: string): AllowedHost | undefined {
  const [, star, name, port] = ENTRY.exec(entry) ?? [];
  const url = name === undefined ? null : URL.parse(`http://${name}`);
  if (url === null) return undefined;
  const wildcard = star !== undefined;
  // A wildcard over an address would say nothing: what is left of a dot is the network there.
  if (wildcard && isIP(socketHost(url)) !== 0) return undefined;
  return { host: socketHost(url), wildcard, port: port === undefined ? undefined : String(Number(port)) };
}

/** True when one of the entries of `allowed_hosts` allows the URL's host and port. */
export function isAllowedHost(url: URL, entries: readonly string[]): boolean {
  const host = socketHost(url);
  const port = url.port === "" ? DEFAULT_PORTS.get(url.protocol) : url.port;
  return entries.some((entry) => {
    const allowed = parseAllowedHost(entry);
    if (allowed === undefined || (allowed.port !== undefined && allowed.port !== port)) return false;
    return allowed.wildcard ? host.endsWith(`.${allowed.host}`) : host === allowed.host;
  });
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ["http:", "80"],
  ["https:", "443"],
]);
