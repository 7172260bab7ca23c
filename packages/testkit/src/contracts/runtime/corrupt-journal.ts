import type { JournalEntry, Storage } from "@tutti/core/runtime";
import { holds } from "../../script";
import { wrapStorage } from "../../storages";
import { refuses, same } from "../check";
import { action, group, nap, needing, type Scenario, scenario, workflow } from "./scenario";

const chain = workflow([action("a"), action("b", { depends_on: "a" })]);
const CORRUPT = { code: "CORRUPT_JOURNAL" };

type Spoil = (entries: readonly JournalEntry[]) => readonly JournalEntry[];

/** Gives the journals in `damage` as these functions make them. */
function damagedStorage(inner: Storage, damage: ReadonlyMap<string, Spoil>): Storage {
  const read: Storage["read"] = async (id, from) => {
    const entries = await inner.read(id, from);
    return damage.get(id)?.(entries) ?? entries;
  };
  return wrapStorage(inner, { read });
}

const replaceSecond =
  (entry: Partial<JournalEntry>): Spoil =>
  (entries) =>
    entries.map((one) => (one.sequence === 2 ? { ...one, ...entry } : one));

const DAMAGES: readonly (readonly [why: string, spoil: Spoil])[] = [
  ["an entry is missing", (entries) => entries.filter(({ sequence }) => sequence !== 2)],
  ["an entry is of an unknown kind", replaceSecond({ type: "execution.exploded" })],
  [
    "an entry does not fit",
    replaceSecond({ type: "action.completed", data: { action_id: "nobody", attempt: 1 } }),
  ],
  ["it begins in the middle", (entries) => entries.slice(1)],
];

function failsItsOwn(why: string, spoil: Spoil): Scenario {
  return scenario(`fails its own execution because ${why}; all others go on`, async (given) => {
    let [broken, whole] = ["", ""];
    const storage = await given.crashed(async ({ start, script }) => {
      script.on("a", holds);
      [broken, whole] = [await start(chain), await start(chain)];
    });
    const { ended, workflows } = await given.orchestrator({
      storage: damagedStorage(storage, new Map([[broken, spoil]])),
    });
    same((await ended(whole)).status, "completed");
    const { executions } = await workflows.listExecutions({ status: "failed" });
    same(
      executions.map(({ execution_id, error }) => [execution_id, error?.code]),
      [[broken, "CORRUPT_JOURNAL"]],
    );
    await refuses(() => workflows.getExecution(broken), CORRUPT);
  });
}

const saysSoInTheLog = scenario("says so in the log when even the failure can't be stored", async (given) => {
  let id = "";
  const crashed = await given.crashed(async ({ start, script }) => {
    script.on("a", holds);
    id = await start(chain);
  });
  const append: Storage["append"] = () => {
    throw new Error("no");
  };
  const damaged = damagedStorage(crashed, new Map([[id, (entries) => entries.slice(1)]]));
  const { logs } = await given.orchestrator({ storage: wrapStorage(damaged, { append }) });
  same(
    logs.map(({ message }) => message),
    ["An execution can't be read and has failed.", "Its failure could not be stored."],
  );
});

const failsOnWaking = scenario("fails an execution that was asleep when it is to wake up", async (given) => {
  const damage = new Map<string, Spoil>();
  const storage = damagedStorage(await given.storage(), damage);
  const { start, clock, workflows, until } = await given.orchestrator({ storage });
  const id = await start(workflow([nap("nap", { seconds: 60 })]));
  await until(id, "waiting");
  damage.set(id, replaceSecond({ type: "nonsense" }));
  const waiting = refuses(() => workflows.waitForExecution(id), CORRUPT);
  await clock.advance(60_000);
  await waiting;
  same((await workflows.listExecutions()).executions[0]?.status, "failed");
});

/** What a damaged journal does. */
export const corruptJournal = group("a journal that can't be read", [
  ...needing("restart", ...DAMAGES.map((damage) => failsItsOwn(...damage)), saysSoInTheLog),
  failsOnWaking,
]);
