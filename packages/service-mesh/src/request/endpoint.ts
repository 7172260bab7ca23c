/** What is wrong with an endpoint. */
export class EndpointError extends Error {}

/**
 * Puts an endpoint below a service's base URL.
 *
 * The endpoint is a path, with or without a leading slash, and may have a query. It often holds
 * values from outside (`/users/{{id}}`), so whatever could leave the base path or the host is
 * refused instead of repaired.
 *
 * @throws {EndpointError} With the reason.
 * @example
 * joinEndpoint(new URL("https://example.com/v1/"), "users/7?full=true"); // https://example.com/v1/users/7?full=true
 */
export function joinEndpoint(base: URL, endpoint: string): URL {
  const problem = endpointProblem(endpoint);
  if (problem !== undefined) throw new EndpointError(problem);
  const root = base.pathname.replace(/\/+$/, "");
  const url = new URL(base.origin + root + (/^[^/?]/.test(endpoint) ? `/${endpoint}` : endpoint));
  // A second look, at the URL that will be sent: the rules above are not the only safeguard.
  if (url.origin === base.origin && `${url.pathname}/`.startsWith(`${root}/`)) return url;
  throw new EndpointError("it leaves the service's base URL");
}

const SCHEME = /^[a-z][a-z\d+.-]*:/i;

function endpointProblem(endpoint: string): string | undefined {
  if (hasControlCharacters(endpoint)) return "it has control characters";
  if (endpoint.includes("#")) return 'it has a "#", and fragments are never sent: write %23';
  const [path = ""] = endpoint.split("?");
  if (path.includes("\\")) return "it has a backslash";
  if (path.startsWith("//")) return 'it starts with "//", which names a host: start with one "/"';
  if (SCHEME.test(path)) return "it is a URL of its own: give the path only";
  if (!isWellEncoded(path)) return 'it has a "%" that starts no encoded UTF-8 character: write %25';
  return encodedProblem(path);
}

// A proxy in between may decode once more than the service does, so every level is looked at.
const LEVELS = 5;

function encodedProblem(path: string): string | undefined {
  let current = path;
  for (let level = 0; level < LEVELS; level++) {
    if (current.split(/[/\\]/).some(isDotSegment)) return 'it has a segment "." or ".."';
    if (hasControlCharacters(current)) return "it has encoded control characters";
    const decoded = decodeBytes(current);
    if (decoded === current) return undefined;
    current = decoded;
  }
  return "it is encoded too many times over";
}

// Line breaks and other control characters end or garble a request line.
function hasControlCharacters(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what this looks for
  return /[\u0000-\u001f\u007f]/.test(text);
}

function isWellEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

// Decodes what can be decoded and leaves the rest, as lenient servers do.
function decodeBytes(text: string): string {
  return text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

// Some servers cut a segment at its first ";" before they look for dots.
function isDotSegment(segment: string): boolean {
  const [name] = segment.split(";");
  return name === "." || name === "..";
}
