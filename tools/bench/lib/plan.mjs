const url = (file) => new URL(file, import.meta.url).href;
const tutti = url("subjects/tutti.mjs");

/** Tutti on each storage, and what one has to know of it to compare. */
export const STORAGES = [
  { name: "tutti-memory", storage: "memory" },
  { name: "tutti-sqlite-full", storage: "full" },
  { name: "tutti-sqlite-normal", storage: "normal" },
];

/** The measurements of `npm run bench`, in the order in which a round makes them. */
export const MEASUREMENTS = [
  ...["seq3", "fan20", "lat1"].map((task) => onStorages(task, "common", { subject: tutti, tasks: [task] })),
  onStorages("growth", "growth", {}),
  onStorages("large", "large", {}),
  onStorages("signal", "waiting", { kind: "signal" }),
  onStorages("timer", "waiting", { kind: "timer" }),
  durable("resume", "resume"),
  onStorages("http", "http", {}),
  once("coldStart", "cold-start"),
  once("expression", "expressions"),
  once("mesh", "mesh-overhead"),
  once("badInstance", "bad-instance"),
];

function onStorages(name, file, options) {
  const runs = STORAGES.map(({ name: subject, storage }) => ({ subject, options: { ...options, storage } }));
  return { name, module: url(`measurements/${file}.mjs`), runs };
}

function durable(name, file) {
  const { module, runs } = onStorages(name, file, {});
  return { name, module, runs: runs.filter(({ options }) => options.storage !== "memory") };
}

function once(name, file) {
  return { name, module: url(`measurements/${file}.mjs`), runs: [{ subject: "tutti-memory", options: {} }] };
}
