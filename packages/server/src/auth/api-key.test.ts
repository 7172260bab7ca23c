import { createHash } from "node:crypto";
import { hashOf, keyIdOf, looksLikeKey, newKey } from "./api-key";

describe("a key", () => {
  it("has a prefix, its id, 256 bits by chance and a checksum, in one word", () => {
    const { hash, key, keyId } = newKey();
    expect(key).toMatch(/^tutti_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(key.split("_")[1]).toBe(keyId);
    expect([keyIdOf(key), looksLikeKey(key)]).toEqual([keyId, true]);
    expect(hash).toBe(createHash("sha256").update(key).digest("hex"));
    expect(hash).not.toContain(key.slice(-20));
  });

  it("is like no other", () => {
    const made = Array.from({ length: 200 }, () => newKey());
    expect(new Set(made.flatMap(({ key, keyId }) => [key, keyId])).size).toBe(400);
  });

  it("uses each character of its alphabet, none more often than the others", () => {
    const counts = new Map<string, number>();
    let next = 0;
    const random = (count: number) => Uint8Array.from({ length: count }, () => next++ % 256);
    for (let made = 0; made < 124; made++) {
      const { key } = newKey(random);
      const secret = key.split("_")[2]?.slice(0, 43) ?? "";
      for (const sign of secret) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())];
    expect(most - least).toBeLessThan(least / 2);
  });

  it("is known to be mistyped, cut or made up without a look into the store", () => {
    const { key } = newKey();
    const last = key.at(-1) === "a" ? "b" : "a";
    const wrong = [
      "",
      "tutti_",
      key.slice(0, -1),
      `${key}a`,
      `${key.slice(0, -1)}${last}`,
      key.replace("tutti", "titti"),
      `${key}\n`,
      `tutti_${"a".repeat(12)}_${"b".repeat(49)}`,
      `${key.slice(0, 30)}${key[30] === "x" ? "y" : "x"}${key.slice(31)}`,
    ];
    expect(wrong.map(keyIdOf)).toEqual(wrong.map(() => undefined));
    expect(looksLikeKey("eyJhbGciOi.x.y")).toBe(false);
  });

  it("is hashed as a whole", () => {
    const { key } = newKey();
    expect(hashOf(key)).not.toBe(hashOf(key.replace(/.$/, "!")));
  });
});
