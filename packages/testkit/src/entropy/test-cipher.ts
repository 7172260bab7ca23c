import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { TuttiError } from "@tutti/core";
import type { Cipher } from "@tutti/core/runtime";

/**
 * A cipher that seals the same text the same way each time. For tests only: it hides nothing from who
 * knows how it is made.
 *
 * @example
 * const cipher = testCipher("the key of this test");
 */
export function testCipher(key: string): Cipher {
  const bytes = createHash("sha256").update(key).digest();
  const once = Buffer.alloc(12);
  return {
    seal(plain) {
      const cipher = createCipheriv("aes-256-gcm", bytes, once);
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return sealed.toString("base64url");
    },
    open(sealed) {
      const given = Buffer.from(sealed, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", bytes, once);
      decipher.setAuthTag(given.subarray(-16));
      try {
        return Buffer.concat([decipher.update(given.subarray(0, -16)), decipher.final()]).toString("utf8");
      } catch (error) {
        throw TuttiError.of("UNSEALABLE", { reason: "the key is another one" }, error);
      }
    },
  };
}
