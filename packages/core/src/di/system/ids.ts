import { randomFillSync } from "node:crypto";
import type { Clock, Ids, Random } from "../../ports";

/** Random bytes are drawn this many at a time, as each draw is a system call. */
const POOL_BYTES = 4096;

/** UUIDv7 (RFC 9562, method 1 of 6.2: a counter keeps ids of one ms in order). */
export function systemIds(clock: Clock): Ids {
  const pool = randomPool();
  let lastMs = 0;
  let counter = 0;
  return {
    uuid() {
      const now = clock.now();
      if (now > lastMs) {
        lastMs = now;
        // Half of the counter's range is left for ids of the same ms.
        counter = pool.next16() & 0x7ff;
      } else {
        counter += 1;
        if (counter > 0xfff) {
          lastMs += 1;
          counter = 0;
        }
      }
      return format(lastMs, counter, pool);
    },
  };
}

/** Randomness for jitter: it need not be unpredictable. */
export const systemRandom: Random = { next: () => Math.random() };

interface RandomPool {
  next16(): number;
}

function randomPool(): RandomPool {
  const values = new Uint16Array(POOL_BYTES / 2);
  let used = values.length;
  return {
    next16() {
      if (used === values.length) {
        randomFillSync(values);
        used = 0;
      }
      return values[used++] as number;
    },
  };
}

function format(ms: number, counter: number, pool: RandomPool): string {
  const variant = hex16((pool.next16() & 0x3fff) | 0x8000);
  const node = hex16(pool.next16()) + hex16(pool.next16()) + hex16(pool.next16());
  const high = Math.floor(ms / 0x1_0000);
  return `${hex16(high >>> 16)}${hex16(high & 0xffff)}-${hex16(ms % 0x1_0000)}-${hex16(0x7000 | counter)}-${variant}-${node}`;
}

/** Two digits for each byte, made once: an id has sixteen bytes, and every execution an id. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex16(value: number): string {
  return `${HEX[value >>> 8]}${HEX[value & 0xff]}`;
}
