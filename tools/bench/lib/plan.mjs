const url = (file) => new URL(file, import.meta.url).href;
const tutti = url("subjects/tutti.mjs");

/** Tutti on each storage, and what one has to know of it to compare. */
const STORAGES = [
  { name: "tutti-memory", label: "in memory", storage: "memory" },
  { name: "tutti-sqlite-full", label: "SQLite FULL", storage: "full" },
  { name: "tutti-sqlite-normal", label: "SQLite NORMAL", storage: "normal" },
];

/** Where the machine has much memory, V8 takes of it what it likes, unless the heap is bounded, as in a container. */
const BOUNDED = {
  name: "tutti-sqlite-full-bounded",
  label: "SQLite FULL, heap of 256 MiB",
  storage: "full",
  flags: ["--max-old-space-size=256", "--max-semi-space-size=16"],
};

/** All that the tables have a column for. */
export const COLUMNS = [...STORAGES, BOUNDED];

/** The measurements of `npm run bench`, in the order in which a round makes them. */
export const MEASUREMENTS = [
  ...["seq3", "fan20", "lat1"].map((task) =>
    on(task === "seq3" ? COLUMNS : STORAGES, task, "common", { subject: tutti, tasks: [task] }),
  ),
  on(COLUMNS, "growth", "growth"),
  on(STORAGES, "large", "large"),
  on(COLUMNS, "signal", "waiting", { kind: "signal" }),
  on(COLUMNS, "timer", "waiting", { kind: "timer" }),
  on(
    STORAGES.filter(({ storage }) => storage !== "memory"),
    "resume",
    "resume",
  ),
  on(STORAGES, "http", "http"),
  once("coldStart", "cold-start"),
  once("expression", "expressions"),
  once("mesh", "mesh-overhead"),
  once("badInstance", "bad-instance"),
];

function on(subjects, name, file, options = {}) {
  const runs = subjects.map(({ name: subject, flags, storage }) => ({
    subject,
    flags,
    options: { ...options, storage },
  }));
  return { name, module: url(`measurements/${file}.mjs`), runs };
}

function once(name, file) {
  return { name, module: url(`measurements/${file}.mjs`), runs: [{ subject: "tutti-memory", options: {} }] };
}
