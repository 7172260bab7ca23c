/** A mailbox. */
export interface Address {
  /** What is shown; "" for none. */
  readonly name: string;
  readonly address: string;
}

/**
 * Reads one mailbox: `ada@example.org` or `Ada Lovelace <ada@example.org>`.
 *
 * One text is at most one mailbox: what nodemailer would read as a list (`a@x.org, b@x.org`) or as a
 * second header (line breaks) is refused, since recipients may come from whoever starts a workflow.
 *
 * @returns undefined when it is no mailbox
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 320 || /\p{Cc}/u.test(text)) return undefined;
  const named = /^([^<>]*)<([^<>]*)>$/.exec(text.trim());
  const address = (named?.[2] ?? text).trim();
  if (!/^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/.test(address)) return undefined;
  return { name: unquote(named?.[1]?.trim() ?? ""), address };
}

function unquote(name: string): string {
  return /^".*"$/.test(name) ? name.slice(1, -1) : name;
}
