import { parseArgs } from "node:util";

const QUICK_SHARE = 0.02;

/** What `bench` and `bench:peers` both understand. Names that are given limit the run to them. */
export function readOptions(names, { rounds }) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: String(rounds) },
      quick: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  const count = Number(values.rounds);
  if (!Number.isInteger(count) || count < 1) throw new Error("--rounds takes a whole number from 1.");
  return {
    rounds: values.quick ? 1 : count,
    share: values.quick ? QUICK_SHARE : 1,
    names: positionals.length > 0 ? positionals : names,
    // Only a whole run at full length is worth keeping.
    kept: !values.quick && positionals.length === 0 && count >= rounds,
  };
}
