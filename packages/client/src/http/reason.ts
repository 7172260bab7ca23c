/** By its shape: what `fetch` rejects with may come from another realm, whose errors are no `Error` here. */
interface ErrorLike {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** Why a connection failed. Node.js hides the reason behind "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!isErrorLike(error)) return String(error);
  const { cause, message } = error;
  // Where several addresses were tried, the cause has a code and no message.
  const told = isErrorLike(cause) ? [cause.message, cause.code] : [];
  return [...told, message].find(isTold) ?? "for no known reason";
}

function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === "object" && value !== null;
}

function isTold(text: unknown): text is string {
  return typeof text === "string" && text !== "";
}
