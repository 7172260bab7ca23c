// What tests run in another process: node program.ts <part> <file>
import { sqlite } from "../sqlite";
import type { SqliteStorage } from "../types";
import { commitOf } from "./store";

const parts: Record<string, (store: SqliteStorage) => Promise<void>> = {
  /** Owns the file until it is killed. */
  owner: () => new Promise(() => setInterval(() => undefined, 1000)),

  /** Goes on with 16 executions at once, and prints each round when it is acknowledged. */
  async writer(store) {
    for (let round = 1; ; round++) {
      const commits = Array.from({ length: 16 }, (_, index) => commitOf(`e${index}`, [round]));
      await Promise.all(commits.map(async (commit) => store.append(commit)));
      process.stdout.write(`${round}\n`);
    }
  },

  /** Writes until it is refused; prints what was acknowledged, and what a probe says then. */
  async filler(store) {
    const data = { filling: "x".repeat(20_000) };
    for (let round = 1; ; round++) {
      try {
        await store.append(commitOf("x", [round], { data }));
        process.stdout.write(`${round}\n`);
      } catch (error) {
        process.stdout.write(`refused ${(error as Error).message}\n`);
        return;
      }
    }
  },
};

async function main(): Promise<void> {
  const [, , part = "", file = ""] = process.argv;
  const store = sqlite({ path: file, label: "another process" });
  await store.open();
  process.stdout.write("ready\n");
  await parts[part]?.(store);
}

void main();
