import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { TuttiError } from "../../errors";
import type { Cipher } from "../../ports";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under the key text, asked for when it is first needed; without one, under a key that lives
 * as long as this process.
 *
 * The key text may be anything long and random; its SHA-256 is the key.
 */
export function systemCipher(keyText: () => string | undefined): Cipher {
  let known: Buffer | undefined;
  const key = (): Buffer => (known ??= toKey(keyText()));
  return {
    seal(plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key(), iv);
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      try {
        const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(0, IV_BYTES));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const plain = Buffer.concat([
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]);
        return plain.toString("utf8");
      } catch (error) {
        throw TuttiError.of("UNSEALABLE", { reason: "the key does not fit" }, error);
      }
    },
  };
}

function toKey(text: string | undefined): Buffer {
  return text === undefined ? randomBytes(32) : createHash("sha256").update(text).digest();
}
