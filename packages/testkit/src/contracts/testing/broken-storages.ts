import { memory, TuttiError } from "@tutti/core";
import type { Json, JsonObject } from "@tutti/core";
import type {
  Commit,
  EventLog,
  EventMark,
  ExecutionRow,
  JournalEntry,
  LoggedEvent,
  Page,
  Storage,
} from "@tutti/core/runtime";
import { turn } from "../../clock";
import { wrapStorage } from "../../storages";
import type { ContractSubject } from "../contract";

/** A storage that is wrong in one way: a memory storage and what it does instead. */
export type Breakage = (inner: Storage) => Partial<Storage>;

/** A subject whose storages are broken, from the start or only after a restart. */
export function brokenSubject(
  name: string,
  breakage: Breakage,
  when: "always" | "restarted",
): ContractSubject {
  const inners = new Map<Storage, Storage>();
  const made = (inner: Storage, isBroken: boolean): Storage => {
    const storage = wrapStorage(inner, isBroken ? breakage(inner) : {});
    inners.set(storage, inner);
    return storage;
  };
  return {
    name,
    abilities: { durable: false, events: true },
    open: () => made(memory(), when === "always"),
    reopen: (storage) => made(inners.get(storage) as Storage, true),
  };
}

/** Changes the commits before they are stored. */
const storing =
  (change: (commit: Commit) => Commit): Breakage =>
  (inner) => ({ append: (commit) => inner.append(change(commit)) });

/** Changes the data of the entries before they are stored. */
const storingData = (change: (value: Json) => Json): Breakage =>
  storing((commit) => ({
    ...commit,
    entries: commit.entries.map((entry) => ({ ...entry, data: deep(entry.data, change) as JsonObject })),
  }));

/** Changes rows wherever they are given out. */
const givingRows =
  (change: (row: ExecutionRow) => ExecutionRow): Breakage =>
  (inner) => ({
    async getExecution(id) {
      const row = await inner.getExecution(id);
      return row === undefined ? row : change(row);
    },
    unfinished: async (part) => (await inner.unfinished(part)).map(change),
    async listExecutions(query) {
      const { rows, next_cursor } = await inner.listExecutions(query);
      return { rows: rows.map(change), next_cursor };
    },
  });

/** Changes what `read` gives. */
const reading =
  (change: (entries: readonly JournalEntry[]) => readonly JournalEntry[]): Breakage =>
  (inner) => ({ read: async (id, from) => change(await inner.read(id, from)) });

/** Does not mind the errors with this code. */
const swallowing =
  (method: "append" | "putWorkflow", code: string): Breakage =>
  (inner) => ({
    async [method](given: never) {
      try {
        await inner[method](given);
      } catch (error) {
        if ((error as { code?: string }).code !== code) throw error;
      }
    },
  });

function deep(value: Json, change: (value: Json) => Json): Json {
  if (Array.isArray(value)) return change(value.map((part) => deep(part as Json, change)));
  if (typeof value !== "object" || value === null) return change(value);
  const entries = Object.entries(value).map(([key, part]) => [key, deep(part, change)] as const);
  return change(Object.fromEntries(entries));
}

const inText = (change: (text: string) => string): Breakage =>
  storingData((value) => (typeof value === "string" ? change(value) : value));

/** An object whose keys were assigned one by one, as careless code does. */
function assigned(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const copy: Record<string, Json> = {};
  for (const [key, part] of Object.entries(value)) copy[key] = part;
  return copy;
}

/** Pages by how many rows were seen, not by which. */
const pagingByOffset: Breakage = (inner) => ({
  async listExecutions({ cursor, limit, ...query }) {
    if (cursor !== undefined && !/^offset:\d+$/.test(cursor)) return inner.listExecutions({ cursor, limit });
    const { rows } = await inner.listExecutions({ ...query, limit: 100_000 });
    const from = Number(cursor?.slice("offset:".length) ?? 0);
    const page: Page<ExecutionRow> = {
      rows: rows.slice(from, from + limit),
      next_cursor: from + limit < rows.length ? `offset:${from + limit}` : null,
    };
    return page;
  },
});

/** Takes anything for a cursor. */
const takingAnyCursor: Breakage = (inner) => ({
  async listExecutions({ cursor, ...query }) {
    try {
      return await inner.listExecutions({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    } catch {
      return inner.listExecutions(query);
    }
  },
});

/** Keeps the row of a commit that it refuses. */
const keepingRefusedRows: Breakage = (inner) => {
  const rows = new Map<string, ExecutionRow>();
  return {
    append(commit) {
      rows.set(commit.row.execution_id, commit.row);
      return inner.append(commit);
    },
    getExecution: (id) => rows.get(id),
  };
};

/** Gives out its own list instead of a copy. */
const sharingLists: Breakage = (inner) => {
  const journals = new Map<string, JournalEntry[]>();
  return {
    append(commit) {
      const answer = inner.append(commit);
      const { execution_id } = commit.row;
      journals.set(execution_id, journals.get(execution_id) ?? []);
      journals.get(execution_id)?.push(...commit.entries);
      return answer;
    },
    read: (id) => journals.get(id) ?? [],
  };
};

/** Settles every other commit a turn later. */
const settlingAnyhow: Breakage = (inner) => {
  let count = 0;
  return {
    async append(commit) {
      await inner.append(commit);
      count += 1;
      if (count % 2 === 1) await turn();
    },
  };
};

/** Refuses all commits of a turn when one of them is wrong. */
const refusingWholeTurns: Breakage = (inner) => {
  let queue: Commit[] = [];
  let flushed: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    await turn();
    const commits = queue;
    [queue, flushed] = [[], undefined];
    for (const commit of commits) await inner.append(commit);
  };
  return {
    append(commit) {
      queue.push(commit);
      flushed ??= flush();
      return flushed;
    },
  };
};

/** Drops the newest commit of each execution, as if it had been acknowledged before it was stored. */
const losingTheNewest: Breakage = (inner) => {
  const kept = (entries: readonly JournalEntry[]): readonly JournalEntry[] => {
    const newest = entries.at(-1);
    return entries.filter(({ type }) => type !== newest?.type);
  };
  return { read: async (id) => kept(await inner.read(id)) };
};

/** Gives an execution the journal of the other one. */
const swappingJournals: Breakage = (inner) => ({
  async read(id, from) {
    const ids = (await inner.unfinished()).map(({ execution_id }) => execution_id);
    const other = ids[ids.indexOf(id) - 1] ?? ids.at(-1) ?? id;
    const entries = await inner.read(ids.includes(id) ? other : id, from);
    return entries.map((entry) => ({ ...entry, execution_id: id }));
  },
});

const newestOnly: Breakage = (inner) => ({
  async getWorkflow(id, revision) {
    const newest = await inner.getWorkflow(id);
    return revision === undefined || newest?.revision === revision ? newest : undefined;
  },
});

/** The log of a storage that is known to have one. */
function logOf(inner: Storage): EventLog {
  return inner as Storage & EventLog;
}

/** Changes what is read of the log. */
const inLog =
  (change: (events: readonly LoggedEvent[]) => readonly LoggedEvent[]): Breakage =>
  (inner) => ({
    async readEvents(after, limit) {
      const { events, upTo } = await logOf(inner).readEvents(after, limit);
      return { events: change(events), upTo };
    },
  });

/** An object without one of its keys. */
function without<T extends object, Key extends keyof T>(whole: T, key: Key): Omit<T, Key> {
  const { [key]: left, ...rest } = whole;
  return left === undefined ? whole : rest;
}

function keyOfLogged(event: LoggedEvent): string {
  return "entry" in event ? event.entry.execution_id : "";
}

/** Every breakage by what is wrong. */
export const breakages = {
  "loses falsy values": storingData((value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([, part]) => Boolean(part)));
  }),
  "drops the last entry it reads": reading((entries) => entries.slice(0, -1)),
  "accepts gaps and repeats": swallowing("append", "JOURNAL_CONFLICT"),
  "keeps the row of a commit that it refuses": keepingRefusedRows,
  "refuses entries that it has stored": (inner) => ({
    async append(commit) {
      const stored = (await inner.read(commit.row.execution_id)).length;
      if (commit.entries[0]?.sequence !== stored + 1) throw new Error("no");
      await inner.append(commit);
    },
  }),
  "forgets rows": givingRows((row) => ({ ...row, error: null, wakes_at: null, started_at: null })),
  "finds no single row": () => ({ getExecution: () => undefined }),
  "reads journals out of order": reading((entries) => entries.toReversed()),
  "reads from the beginning always": (inner) => ({ read: (id) => inner.read(id) }),
  "pages by offset": pagingByOffset,
  "takes any cursor": takingAnyCursor,
  "misses the waiting ones among the unfinished": (inner) => ({
    unfinished: async (part) => (await inner.unfinished(part)).filter(({ status }) => status !== "waiting"),
  }),
  "gives the unfinished newest first": (inner) => ({
    async unfinished({ after, limit = 100_000 } = { limit: 100_000 }) {
      const rows = (await inner.unfinished()).toReversed();
      const from = rows.findIndex((row) => row.execution_id === after?.execution_id) + 1;
      return rows.slice(from, from + limit);
    },
  }),
  "gives the unfinished from the beginning always": (inner) => ({
    unfinished: (part) => inner.unfinished(part === undefined ? part : { limit: part.limit }),
  }),
  "ignores idempotency keys": () => ({ findByIdempotencyKey: () => undefined }),
  "keeps idempotency keys for all workflows alike": (inner) => ({
    append: ({ row, ...commit }) => inner.append({ ...commit, row: { ...row, workflow_id: "w" } }),
    findByIdempotencyKey: (_workflow, key) => inner.findByIdempotencyKey("w", key),
  }),
  "shares its lists": sharingLists,
  "truncates big payloads": inText((text) => text.slice(0, 65_535)),
  "normalises Unicode": inText((text) => text.normalize()),
  "replaces half surrogates": inText((text) => Buffer.from(text, "utf8").toString("utf8")),
  "ends texts at NUL": inText((text) => text.split("\0")[0] ?? ""),
  "assigns keys": storingData(assigned),
  "deletes revisions with the workflow": (inner) => ({
    getWorkflow: async (id, revision) =>
      (await inner.getWorkflow(id)) === undefined ? undefined : inner.getWorkflow(id, revision),
  }),
  "gives the log in the order of executions": inLog((events) =>
    events.toSorted((a, b) => (keyOfLogged(a) < keyOfLogged(b) ? -1 : 1)),
  ),
  "counts positions by commit": inLog((events) =>
    events.map((event) => ("entry" in event ? { ...event, position: event.position * 10 } : event)),
  ),
  "reads the log from the beginning always": (inner) => ({
    readEvents: async (after, limit) => {
      const { events } = await logOf(inner).readEvents(0, limit);
      return { events, upTo: events.at(-1)?.position ?? after };
    },
  }),
  "leaves published events out of the log": inLog((events) => events.filter((event) => "entry" in event)),
  "stores a published event twice": (inner) => ({
    async publishEvent(event) {
      const isNew = await logOf(inner).publishEvent(event);
      return isNew || logOf(inner).publishEvent({ ...event, id: `${event.id} again` });
    },
  }),
  "forgets the priorities of events": (inner) => ({
    publishEvent: (event) => logOf(inner).publishEvent(without(event, "priority")),
  }),
  "forgets how far groups are": () => ({ getGroup: () => undefined }),
  "loses dead letters": (inner) => ({
    saveGroup: (change) => logOf(inner).saveGroup(without(change, "keep")),
  }),
  "keeps dead letters for good": (inner) => ({
    saveGroup: (change) => logOf(inner).saveGroup(without(change, "forget")),
  }),
  "forgets no groups": () => ({ forgetGroup: () => undefined }),
  "keeps the dead letters of forgotten groups": (inner) => ({
    async forgetGroup(group) {
      const keep = await logOf(inner).listDeadLetters({ group, limit: 1000 });
      await logOf(inner).forgetGroup(group);
      if (keep.length > 0) await logOf(inner).saveGroup({ group, position: 0, keep });
    },
  }),
  "shows everybody's dead letters": (inner) => ({
    async listDeadLetters(query) {
      const own = await logOf(inner).listDeadLetters(query);
      return [...own, ...(await logOf(inner).listDeadLetters({ ...query, group: "h" }))];
    },
  }),
  "accepts any revision": swallowing("putWorkflow", "REVISION_CONFLICT"),
  "keeps the newest revision only": newestOnly,
  "forgets where triggers begin": (inner) => ({
    putWorkflow: (record) => inner.putWorkflow(without(record, "trigger_positions")),
  }),
  "lists workflows without triggers too": (inner) => ({
    listWorkflows: (query) => inner.listWorkflows(without(query, "has_triggers")),
  }),
  "compares texts with their case": (inner) => ({
    async listWorkflows(query) {
      const { rows, next_cursor } = await inner.listWorkflows(query);
      const fits = (text: unknown): boolean => typeof text === "string" && text.includes(query.text ?? "");
      const found = rows.filter(({ definition }) => fits(definition.name) || fits(definition.description));
      return { rows: found, next_cursor };
    },
  }),
  "looks at the first status only": (inner) => ({
    listExecutions: ({ status, ...query }) =>
      inner.listExecutions(status === undefined ? query : { ...query, status: status.slice(0, 1) }),
  }),
  "counts `since` out": (inner) => ({
    listExecutions: ({ since, ...query }) =>
      inner.listExecutions(since === undefined ? query : { ...query, since: since + 1 }),
  }),
  "adds schedules to those it has": (inner) => ({
    async putSchedules(id, records) {
      const own = (await inner.listSchedules()).filter(({ workflow_id }) => workflow_id === id);
      await inner.putSchedules(id, [...own, ...records]);
    },
  }),
  "keeps one schedule a workflow": (inner) => ({
    putSchedules: (id, records) => inner.putSchedules(id, records.slice(0, 1)),
  }),
  "marks events without their source": (inner) => ({
    append: ({ mark, ...commit }) =>
      inner.append(mark === undefined ? commit : { ...commit, mark: { ...mark, source: "" } }),
    isMarked: (mark) => inner.isMarked({ ...mark, source: "" }),
  }),
  "loses the marks of commits": (inner) => ({
    append: (commit) => inner.append(without(commit, "mark")),
  }),
  "marks events of commits that it refuses": (inner) => {
    const marked = new Set<string>();
    const keyOf = ({ workflow_id, trigger, source, event_id }: Omit<EventMark, "time">): string =>
      JSON.stringify([workflow_id, trigger, source, event_id]);
    return {
      append(commit) {
        if (commit.mark !== undefined) marked.add(keyOf(commit.mark));
        return inner.append(commit);
      },
      isMarked: (mark) => marked.has(keyOf(mark)),
    };
  },
  "forgets no marks": () => ({ forgetMarks: () => undefined }),
  "never says that it takes entries again": (inner) => ({
    probe() {
      throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: inner.name, reason: "it says so for ever" });
    },
  }),
  "settles commits anyhow": settlingAnyhow,
  "refuses whole turns": refusingWholeTurns,
  "loses the newest commit in a restart": losingTheNewest,
  "swaps the journals of two executions in a restart": swappingJournals,
  "forgets everything in a restart": () => ({ read: () => [], unfinished: () => [] }),
} satisfies Record<string, Breakage>;
