import { type LogRecord, recordLogger } from "./log-record";

test("a record tells who says it, and what else was given", () => {
  const records: LogRecord[] = [];
  const logger = recordLogger((record) => records.push(record));
  const child = logger.child({ execution_id: "x", action_id: "a", attempt: 2, index: 0 }).child({ rows: 3 });
  child.debug({}, "not kept");
  child.info({ ms: 1 }, "read");
  logger.warn({}, "slow");
  logger.error({ action_id: 5, attempt: "?" }, "broken");
  expect(records).toEqual([
    {
      level: "info",
      message: "read",
      executionId: "x",
      actionId: "a",
      attempt: 2,
      isItem: true,
      fields: { rows: 3, ms: 1 },
    },
    {
      level: "warn",
      message: "slow",
      executionId: undefined,
      actionId: undefined,
      attempt: 1,
      isItem: false,
      fields: {},
    },
    {
      level: "error",
      message: "broken",
      executionId: undefined,
      actionId: undefined,
      attempt: 1,
      isItem: false,
      fields: {},
    },
  ]);
});
