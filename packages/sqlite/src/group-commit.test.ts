import { createOrchestrator, defineAction, definePlugin } from "@tutti/core";
import { z } from "zod";
import type { Connection } from "./file/driver";
import { cleanUp, makeStore } from "./testing/store";

afterEach(cleanUp);

/** Counts the transactions of a connection. */
function countCommits(db: Connection, count: () => void): void {
  const prepare = db.prepare.bind(db);
  db.prepare = (sql) => {
    const statement = prepare(sql);
    if (sql !== "COMMIT") return statement;
    const run = statement.run.bind(statement);
    statement.run = (): ReturnType<typeof run> => {
      count();
      return run();
    };
    return statement;
  };
}

const noop = defineAction({
  type: "noop",
  description: "Does nothing.",
  config: z.looseObject({}),
  execute: () => ({ ok: true }),
});
const seq3 = {
  name: "seq3",
  actions: ["a", "b", "c"].map((action_id, index, ids) => ({
    action_id,
    action_type: "noop",
    ...(index === 0 ? {} : { depends_on: [ids[index - 1] as string] }),
  })),
};

it("with 128 executions in flight, ten or more share each transaction", async () => {
  let commits = 0;
  const storage = makeStore({}, { onOpen: (db) => countCommits(db, () => (commits += 1)) });
  const plugins = [definePlugin({ name: "noop", version: "1.0.0", actions: [noop] })()];
  const { stop, workflows } = await createOrchestrator({ storage, plugins });
  const created = await workflows.createWorkflow(seq3, "ada");
  const id = created.workflow?.workflow_id ?? "";
  const before = commits;
  let left = 2_000;
  const worker = async (): Promise<void> => {
    for (; left > 0; ) {
      left -= 1;
      expect((await workflows.executeWorkflow(id, {}, "ada")).success).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: 128 }, worker));
  // Each execution needs four, one after the other; alone they would be 4 an execution.
  expect((commits - before) / 2_000).toBeLessThanOrEqual(0.1);
  expect(commits - before).toBeGreaterThan(4);
  await stop();
});
