import type { JournalEntry, Storage } from "@tutti/core/runtime";
import { Script } from "../../script";
import { countingStorage, dyingStorage } from "../../storages";
import { matches, same } from "../check";
import { endOf, finishEverything, prepare, startEverything } from "./everything";
import { group, needing, type Scenario, scenario } from "./scenario";
import type { RuntimeSetup } from "./setup";

/** Into so many scenarios the crash points are split, so that none takes long. */
const SHARES = 6;

interface Whole {
  readonly commits: number;
  readonly end: unknown;
  readonly keys: ReadonlySet<string>;
}

/** What happens without a crash. */
async function uninterrupted(given: RuntimeSetup): Promise<Whole> {
  const storage = countingStorage(await given.storage());
  const bench = await given.orchestrator({ storage });
  const id = await startEverything(bench);
  await finishEverything(bench, id);
  const end = await endOf(bench, id);
  matches(end, {
    status: "failed",
    error: 'Action "last" failed: the end.',
    executions: ["completed", "completed", "failed"],
    hasGaps: false,
  });
  // Fewer would mean that not every feature was used.
  same(storage.commits.length > 20, true);
  return { commits: storage.commits.length, end, keys: keysOf(bench.script) };
}

/** Idempotency keys, without the ids of the executions. */
function keysOf({ calls }: Script): Set<string> {
  return new Set(calls.map(({ idempotencyKey }) => withoutIds(idempotencyKey)));
}

function withoutIds(key: string): string {
  return key.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID");
}

interface Crash {
  /** What the next process finds. */
  readonly storage: Storage;
  readonly script: Script;
}

/** Dies after so many commits. */
async function crashAfter(given: RuntimeSetup, commits: number): Promise<Crash> {
  const storage = await given.storage();
  const dying = dyingStorage(storage, commits);
  const bench = await given.orchestrator({ storage: dying });
  // None of these is waited for: a process that has died answers nobody.
  const started = startEverything(bench);
  started.catch(() => undefined);
  await given.rest();
  void started.then((id) => finishEverything(bench, id)).catch(() => undefined);
  await given.clock.advance(20_000);
  same([commits, dying.isDead()], [commits, true]);
  return { storage: await given.reopened(storage, "crashed"), script: bench.script };
}

/** The idempotency keys of what had a durable completion. */
function durableKeys(entries: readonly JournalEntry[]): Set<string> {
  const completed = entries.filter(({ type }) => /^(?:action|item)\.completed$/.test(type));
  const keys = completed.map(({ execution_id, data }) =>
    [execution_id, data.action_id as string, data.index as number | undefined]
      .filter((part) => part !== undefined)
      .join(":"),
  );
  return new Set(keys);
}

async function recoverFrom({ storage }: Crash, given: RuntimeSetup): Promise<[Script, string[], unknown]> {
  const rows = (await storage.listExecutions({ correlation_id: "c", limit: 10 })).rows;
  const id = rows.find((row) => row.parent_execution_id === null)?.execution_id ?? "";
  const durable = durableKeys(
    (await Promise.all(rows.map(async ({ execution_id }) => storage.read(execution_id)))).flat(),
  );
  const bench = await given.orchestrator({ storage, script: prepare(new Script()) });
  await finishEverything(bench, id);
  const again = bench.script.calls.map((call) => call.idempotencyKey).filter((key) => durable.has(key));
  return [bench.script, again, await endOf(bench, id)];
}

function crashesAt(share: number): Scenario {
  const points = [0, 1, 2].map((count) => share + count * SHARES).join(", ");
  return scenario(
    `a workflow with every feature ends as if nothing had happened, and repeats nothing durable (commits ${points}, …)`,
    async (given) => {
      const whole = await uninterrupted(given);
      for (let commits = share; commits < whole.commits; commits += SHARES) {
        const crash = await crashAfter(given, commits);
        const [script, again, end] = await recoverFrom(crash, given);
        same([commits, end], [commits, whole.end]);
        same([commits, again], [commits, []]);
        const keys = new Set([...keysOf(crash.script), ...keysOf(script)]);
        same([commits, [...keys].toSorted()], [commits, [...whole.keys].toSorted()]);
      }
    },
  );
}

/** A crash after each commit of a workflow that uses every feature. */
export const crash = group(
  "a crash after any commit",
  needing("restart", ...Array.from({ length: SHARES }, (_, share) => crashesAt(share + 1))),
);
