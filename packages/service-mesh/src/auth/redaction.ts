import type { RawAnswer } from "../transport/exchange";

const REDACTED = "[redacted]";
/** A shorter text occurs too often by chance. */
const SHORTEST = 4;

/** The text without the secrets in it. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST)
    .reduce((shown, secret) => shown.replaceAll(secret, REDACTED), text);
}

/**
 * An answer without the credentials of its request: services echo what they are sent, in answers and
 * in errors.
 */
export function redactAnswer(answer: RawAnswer, secrets: readonly string[]): RawAnswer {
  const headers = Object.entries(answer.headers).map(
    ([name, value]) => [name, redactText(value, secrets)] as const,
  );
  return { ...answer, headers: Object.fromEntries<string>(headers), body: redactBody(answer.body, secrets) };
}

function redactBody(body: Buffer, secrets: readonly string[]): Buffer {
  if (!secrets.some((secret) => secret.length >= SHORTEST && body.includes(secret))) return body;
  // Latin-1 keeps each byte, whatever the text's encoding is.
  const encoded = secrets.map((secret) => Buffer.from(secret).toString("latin1"));
  return Buffer.from(redactText(body.toString("latin1"), encoded), "latin1");
}
