import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/*
 * A key is tutti_<id>_<secret><checksum>, in letters and digits, so that a double click takes all of it.
 *
 * - The prefix lets scanners of leaked secrets know it.
 * - The id, 12 characters, finds its record. It is no secret.
 * - The secret has 43 characters, 256 bits by chance.
 * - The checksum, 6 characters, tells a mistyped or cut key without a look into the store.
 */

const PREFIX = "tutti";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 12;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORM = new RegExp(
  `^${PREFIX}_([0-9A-Za-z]{${ID_LENGTH}})_[0-9A-Za-z]{${SECRET_LENGTH}}([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

/** Bytes by chance. */
export type RandomBytes = (count: number) => Uint8Array;

/** A key, which is shown once, and what is stored of it. */
export interface NewKey {
  readonly key: string;
  readonly keyId: string;
  readonly hash: string;
}

/** Makes a key. */
export function newKey(random: RandomBytes = randomBytes): NewKey {
  const keyId = randomText(ID_LENGTH, random);
  const body = `${PREFIX}_${keyId}_${randomText(SECRET_LENGTH, random)}`;
  const key = `${body}${checksumOf(body)}`;
  return { key, keyId, hash: hashOf(key) };
}

/** The id of a key; undefined for what is no key: another form, or a wrong checksum. */
export function keyIdOf(key: string): string | undefined {
  const [, keyId, checksum] = FORM.exec(key) ?? [];
  return checksum === checksumOf(key.slice(0, -CHECKSUM_LENGTH)) ? keyId : undefined;
}

/** Is it meant to be a key, whatever is wrong with it? */
export function looksLikeKey(text: string): boolean {
  return text.startsWith(`${PREFIX}_`);
}

/**
 * What a key is stored as: its SHA-256. A slow hash protects passwords, which can be guessed; 256 bits by chance can't,
 * however fast each guess is, and the hash is computed for every request.
 */
export function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    text = `${ALPHABET[rest % ALPHABET.length]}${text}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** Each character is as likely as any other: bytes beyond the last whole round of the alphabet are left out. */
function randomText(length: number, random: RandomBytes): string {
  const end = 256 - (256 % ALPHABET.length);
  let text = "";
  while (text.length < length)
    for (const byte of random(length - text.length))
      if (byte < end) text += ALPHABET.charAt(byte % ALPHABET.length);
  return text;
}
