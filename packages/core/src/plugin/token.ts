declare const TYPE: unique symbol;

/** A key of the container that remembers the type behind it. */
export type Token<T> = symbol & { readonly [TYPE]?: T };

/**
 * Makes a token. The same name always gives the same token, also in another copy of this package
 * or another module format, so put your package's name in front: `acme:sms-gateway`.
 *
 * @example
 * export const SMS_GATEWAY = token<SmsGateway>("acme:sms-gateway");
 */
export function token<T>(name: string): Token<T> {
  return Symbol.for(`tutti:${name}`);
}

/** The name a token was made with, for messages. */
export function tokenName(key: Token<unknown>): string {
  return (key.description ?? "?").replace(/^tutti:/, "");
}
