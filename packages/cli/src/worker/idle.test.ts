import type { CloudEvent } from "@tutti/core";
import type { ExecutionRow } from "@tutti/core/runtime";
import { isAtRest, type Rested, restWatch } from "./idle";

interface Row extends Partial<ExecutionRow> {
  readonly events?: readonly (readonly [type: string, data: object])[];
}

/** A store with these executions, each with the events that matter. */
function store(rows: readonly Row[], concurrency?: object): Rested {
  const all = rows.map((row, at) => ({
    execution_id: `e${at}`,
    workflow_id: "w",
    workflow_revision: 1,
    parent_execution_id: null,
    wakes_at: null,
    ...row,
  })) as unknown as (ExecutionRow & Row)[];
  return {
    storage: {
      listExecutions: ({ status }) => ({
        rows: all.filter((row) => status?.includes(row.status)),
        next_cursor: null,
      }),
      unfinished: () => all,
      getWorkflow: () => ({ definition: { concurrency } }) as never,
    },
    reading: {
      pastEvents: (id) => {
        const { events = [] } = all.find(({ execution_id }) => execution_id === id) ?? {};
        return Promise.resolve(
          events.map(([type, data]) => ({ type: `tutti.${type}`, data }) as unknown as CloudEvent),
        );
      },
    },
  };
}

const child = (index: number) => ({ status: "waiting", parent_execution_id: `e${index}` }) as const;
const key = (concurrency_key: string) => [["execution.created", { concurrency_key }]] as const;
const parent = (...events: (readonly [string, object])[]) =>
  ({
    status: "waiting",
    wakes_at: 5,
    events: [["action.waiting", { action_id: "c", wait: { kind: "child" } }], ...events],
  }) as const;

test.each<[string, Row[], object | undefined, boolean]>([
  ["nothing", [], undefined, true],
  ["one at work", [{ status: "running" }], undefined, false],
  [
    "one that waits for a signal, and one that is paused",
    [{ status: "waiting" }, { status: "paused" }],
    undefined,
    true,
  ],
  ["one that waits for a time", [{ status: "waiting", wakes_at: 5 }], undefined, false],
  ["a child that waits for a signal", [parent(), child(0)], undefined, true],
  ["a child that waits for a time", [parent(), { ...child(0), wakes_at: 9 }], undefined, false],
  [
    "a parent that waits for a time besides",
    [parent(["action.waiting", { action_id: "t", wait: { kind: "time", until: 9 } }]), child(0)],
    undefined,
    false,
  ],
  [
    "a parent whose time is over",
    [
      parent(
        ["execution.started", { deadline: null }],
        ["action.waiting", { action_id: "t", wait: { kind: "time", until: 9 } }],
        ["action.completed", { action_id: "t" }],
      ),
      child(0),
    ],
    undefined,
    true,
  ],
  ["a parent with a timeout", [parent(["execution.started", { deadline: 99 }]), child(0)], undefined, false],
  ["one whose turn will come", [{ status: "pending" }], undefined, false],
  [
    "one whose turn will come, of a workflow with a limit",
    [{ status: "pending", events: key("a") }],
    { limit: 1 },
    false,
  ],
  [
    "one behind another with its key",
    [
      { status: "pending", events: key("a") },
      { status: "waiting", events: key("a") },
    ],
    { limit: 1 },
    true,
  ],
  [
    "one behind another with another key",
    [
      { status: "pending", events: key("a") },
      { status: "waiting", events: key("b") },
    ],
    { limit: 1 },
    false,
  ],
])("%s", async (_name, rows, concurrency, expected) => {
  expect(await isAtRest(store(rows, concurrency))).toBe(expected);
});

test("it is looked again after what happened meanwhile, and told once", async () => {
  const answers = [false, false, true];
  const looks: boolean[] = [];
  const rested = store([]);
  const listExecutions: Rested["storage"]["listExecutions"] = () => {
    const isRest = answers.shift() ?? true;
    looks.push(isRest);
    if (looks.length < 3) look();
    return { rows: isRest ? [] : [{} as ExecutionRow], next_cursor: null };
  };
  let told = 0;
  let tell: () => void = () => undefined;
  const rest = new Promise<void>((resolve) => (tell = resolve));
  const { look } = restWatch({ ...rested, storage: { ...rested.storage, listExecutions } }, () => {
    told += 1;
    tell();
  });
  look();
  look();
  await rest;
  look();
  await new Promise((resolve) => void setImmediate(resolve));
  expect([looks, told]).toEqual([[false, false, true], 1]);
});
