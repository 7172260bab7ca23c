import type { ContractCase } from "./contract";
import { runContract } from "./run-contract";
import { runtimeContract } from "./runtime-contract";
import { storageContract } from "./storage-contract";
import { breakages, brokenSubject } from "./testing/broken-storages";
import { memorySubject } from "./testing/subjects";

type Broken = keyof typeof breakages;

const conflict = (what: string): string => `refuses ${what} with JOURNAL_CONFLICT, and stores nothing of it`;

/** What is wrong, and the cases of the storage contract that must find it. */
const storages: readonly [Broken, "always" | "restarted", readonly string[]][] = [
  ["loses falsy values", "always", ["keeps 0", "keeps false", "keeps an empty text", "keeps null"]],
  ["drops the last entry it reads", "always", ["gives entries back whole and in order"]],
  ["accepts gaps and repeats", "always", [conflict("a gap"), "refuses a stored sequence with other content"]],
  ["keeps the row of a commit that it refuses", "always", [conflict("a gap")]],
  [
    "refuses entries that it has stored",
    "always",
    ["takes entries that are stored already, just the same, as stored"],
  ],
  [
    "forgets rows",
    "always",
    ["has every column as the last commit said it", "keeps when a waiting execution wakes"],
  ],
  ["finds no single row", "always", ["shows a commit whole, entries and row, once it is acknowledged"]],
  ["reads journals out of order", "always", ["gives entries back whole and in order"]],
  ["reads from the beginning always", "always", ["reads from any sequence on"]],
  ["pages by offset", "always", ["goes on where it was when executions come in between"]],
  ["takes any cursor", "always", ['refuses the cursor "abc", which no list gave']],
  [
    "misses the waiting ones among the unfinished",
    "always",
    ["are those that have not ended, whatever their status"],
  ],
  ["gives the unfinished newest first", "always", ["come oldest first, also when others have gone on since"]],
  [
    "gives the unfinished from the beginning always",
    "always",
    ["come in parts, each behind the last one of the part before: 2 each"],
  ],
  ["ignores idempotency keys", "always", ["finds the execution that was started with the key"]],
  ["keeps idempotency keys for all workflows alike", "always", ["keeps the keys of each workflow apart"]],
  ["shares its lists", "always", ["gives answers that a later append does not change"]],
  ["truncates big payloads", "always", ["keeps a text of 1 MiB", "keeps several big payloads in one commit"]],
  ["normalises Unicode", "always", ["keeps combining characters as they are, without normalising them"]],
  ["replaces half surrogates", "always", ["keeps surrogates without their half"]],
  ["ends texts at NUL", "always", ["keeps the NUL character and other control characters"]],
  ["assigns keys", "always", ["keeps keys that mean something to JavaScript, and lets them mean nothing"]],
  [
    "deletes revisions with the workflow",
    "always",
    ["leaves every revision readable, for the executions that are pinned to it"],
  ],
  ["accepts any revision", "always", ["refuses revision 3 after revision 1 with REVISION_CONFLICT"]],
  [
    "keeps the newest revision only",
    "always",
    ["gives back every revision whole, and the newest without a number"],
  ],
  [
    "forgets where triggers begin",
    "always",
    ["gives back every revision whole, and the newest without a number"],
  ],
  [
    "lists workflows without triggers too",
    "always",
    ['lists by {"has_triggers":true}', "lists those with triggers by their newest revisions"],
  ],
  ["compares texts with their case", "always", ['lists by {"text":"ORDER"}', 'lists by {"text":"ÄRZTE"}']],
  ["looks at the first status only", "always", ["lists by status"]],
  ["counts `since` out", "always", ["counts `since` in and `until` out, to the ms"]],
  [
    "gives the log in the order of executions",
    "always",
    ["gives every event in the order in which it was stored, without gaps"],
  ],
  [
    "counts positions by commit",
    "always",
    ["gives every event in the order in which it was stored, without gaps"],
  ],
  [
    "reads the log from the beginning always",
    "always",
    ["begins inside what was stored together", "goes on with what comes later"],
  ],
  [
    "leaves published events out of the log",
    "always",
    ["gives entries and published events whole, with whose they are"],
  ],
  [
    "stores a published event twice",
    "always",
    [
      "stores an event once, and says whether it is new",
      "stores an event once that is published twice in one turn",
    ],
  ],
  [
    "forgets the priorities of events",
    "always",
    ["gives entries and published events whole, with whose they are"],
  ],
  ["forgets how far groups are", "always", ["keeps how far each group has come"]],
  ["loses dead letters", "always", ["keeps dead letters, in the order of their positions, by group"]],
  ["keeps dead letters for good", "always", ["forgets dead letters together with the step forward"]],
  ["forgets no groups", "always", ["forgets a group with its dead letters, and no other"]],
  [
    "keeps the dead letters of forgotten groups",
    "always",
    ["forgets a group with its dead letters, and no other"],
  ],
  [
    "shows everybody's dead letters",
    "always",
    ["keeps dead letters, in the order of their positions, by group"],
  ],
  [
    "adds schedules to those it has",
    "always",
    ["take the place of all that were stored for their workflow", "are forgotten when there are none left"],
  ],
  ["keeps one schedule a workflow", "always", ["are given back whole, those of every workflow"]],
  ["marks events without their source", "always", ["are there for the very event and trigger only"]],
  ["loses the marks of commits", "always", ["are there for the very event and trigger only"]],
  [
    "marks events of commits that it refuses",
    "always",
    ["are not there when the commit that brings them is refused"],
  ],
  ["forgets no marks", "always", ["are forgotten once they are older than asked"]],
  ["settles commits anyhow", "always", ["settles commits in the order of the calls"]],
  ["refuses whole turns", "always", ["refuses one commit of a turn without harming the others"]],
  [
    "loses the newest commit in a restart",
    "restarted",
    ["keeps everything that it acknowledged through a crash", "keeps everything through close and reopen"],
  ],
  [
    "forgets everything in a restart",
    "restarted",
    ["keeps all commits of a turn that it acknowledged, whole, through a crash"],
  ],
];

/** The same for the runtime contract. */
const runtimes: readonly [Broken, "always" | "restarted", readonly string[]][] = [
  [
    "loses the newest commit in a restart",
    "restarted",
    ["runs again, with the same key, only what had no durable completion"],
  ],
  [
    "swaps the journals of two executions in a restart",
    "restarted",
    ["re-arms waits, retries, timeouts of signals and of the whole execution"],
  ],
  [
    "reads journals out of order",
    "restarted",
    ["goes on with the items that were open", "keeps early signals, listeners and pauses"],
  ],
  ["loses falsy values", "always", ["reads outputs as they were, 0, false, an empty text and null too"]],
  [
    "forgets everything in a restart",
    "restarted",
    [
      "fires at once what came due while nothing ran",
      "publishes the same event again when a crash kept its end from being stored",
      "keeps the event that it took through a restart",
    ],
  ],
  [
    "ignores idempotency keys",
    "always",
    [
      "gives the execution of the first one with the same idempotency key",
      "finds the executions of idempotency keys",
    ],
  ],
  [
    "misses the waiting ones among the unfinished",
    "restarted",
    [
      "fires at once what came due while nothing ran",
      "listens again after a restart, with what is left of its time",
    ],
  ],
  [
    "gives the unfinished newest first",
    "restarted",
    ["keeps the order of those that wait for their turn, and the places of those that run"],
  ],
  [
    "keeps the newest revision only",
    "always",
    ["goes on with the revision that an execution was started with"],
  ],
  [
    "drops the last entry it reads",
    "always",
    [
      "leaves the others pending, and workflows take turns",
      "whoever asks learns it, and what was running goes on by itself when there is space again",
      "a parent waits on for a child that stands still",
      "is read from its journal again when its time has come, and goes on where it was",
      "lets an execution go on where it was as soon as somebody asks something of it",
    ],
  ],
  [
    "never says that it takes entries again",
    "always",
    [
      "whoever asks learns it, and what was running goes on by itself when there is space again",
      "what can't be read when it is to wake up goes on once it can be read",
      "what stands still keeps its place under a concurrency limit",
    ],
  ],
  ["forgets rows", "restarted", ["is left asleep by a restart, until its time comes"]],
  [
    "forgets everything in a restart",
    "restarted",
    [
      "takes requests and begins nothing; the next start goes on with it",
      "goes on with what was being evaluated when a crash came (after commit 1)",
      "fails its own execution because an entry is missing; all others go on",
    ],
  ],
  ["finds no single row", "always", ["fails an execution that was asleep when it is to wake up"]],
];

/** The cases with these names; a name may stand in more groups than one. */
function named(cases: readonly ContractCase[], names: readonly string[]): ContractCase[] {
  const found = cases.filter(({ name }) => names.includes(name));
  expect(new Set(found.map(({ name }) => name))).toEqual(new Set(names));
  return found;
}

/** The names of the cases that did not pass. */
async function unmet(cases: readonly ContractCase[]): Promise<string[]> {
  const results = await runContract(cases);
  return results.filter(({ outcome }) => outcome === "failed").map(({ name }) => name);
}

describe("the storage contract", () => {
  it.each(storages)("finds a storage that %s", async (broken, when, names) => {
    expect(await unmet(named(storageContract(memorySubject), names))).toEqual([]);
    const cases = named(storageContract(brokenSubject(broken, breakages[broken], when)), names);
    expect(await unmet(cases)).toEqual(cases.map(({ name }) => name));
  });
});

describe("the runtime contract", () => {
  it.each(runtimes)("finds a storage that %s", async (broken, when, names) => {
    expect(await unmet(named(runtimeContract(memorySubject), names))).toEqual([]);
    const cases = named(runtimeContract(brokenSubject(broken, breakages[broken], when)), names);
    expect(await unmet(cases)).toEqual(cases.map(({ name }) => name));
  });
});
