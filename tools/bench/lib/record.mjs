/**
 * What was measured, by subject and metric: a value for each round, or null where a round has none.
 * `{ "tutti-memory": { "seq3.perSecond": [48000, 51000, null] } }`
 */
export class Record {
  values = {};
  /** Why something was not measured, by subject: the newest reason. */
  failures = {};
  #rounds;

  constructor(rounds) {
    this.#rounds = rounds;
  }

  /** Takes a measurement's result, whose metrics may be in groups. */
  add(subject, round, result) {
    const metrics = (this.values[subject] ??= {});
    for (const [name, value] of flat(result)) {
      metrics[name] ??= Array.from({ length: this.#rounds }, () => null);
      metrics[name][round] = rounded(value);
    }
  }

  fail(subject, reason) {
    this.failures[subject] = reasonOf(reason);
  }
}

/** The first line of a failure, without what is true on one machine only: the folders it happened in. */
export function reasonOf(failure) {
  const [line] = failure.trim().split("\n");
  return line
    .replaceAll(/(?:file:\/\/)?(?:\/[\w.@+-]+)*\/([\w.@+-]+)/g, "$1")
    .replace(/^(?:\w*Error: )+/, "");
}

function flat(result, prefix = "") {
  return Object.entries(result).flatMap(([name, value]) => {
    if (typeof value === "object" && value !== null) return flat(value, `${prefix}${name}.`);
    return value === undefined ? [] : [[prefix + name, value]];
  });
}

/** Digits beyond these are noise, and would only make the file longer. */
function rounded(value) {
  return typeof value === "number" ? Number(value.toPrecision(5)) : value;
}
