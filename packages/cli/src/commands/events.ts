import type { CloudEvent, Execution } from "@tutti/core";
import type { WorkflowAccess } from "../access/access";
import { findExecution, unknownExecution } from "../access/find";
import { openFile, openReading, openServer, reach } from "../access/open";
import { isServer, type Target, targetOf } from "../access/target";
import type { Io } from "../io";
import { journalLine } from "../render/journal";
import { EXIT, type Report } from "../report";
import { ownerOf } from "../store/open";
import { span } from "../terminal/style";
import { wholeNumber } from "./numbers";
import { type Look, lookOf, paintAll, type StoreOptions } from "./shared";

/** Options of `tutti events`. */
export interface EventsOptions extends StoreOptions {
  readonly follow?: boolean;
  readonly from?: string;
}

/** Shows the journal of an execution. */
export async function events(id: string, options: EventsOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const from = placeOf(options);
  const reading = await openReading(await targetOf("events", options, io));
  try {
    const execution = await existing(id, reading);
    const past = await reading.pastEvents(execution.execution_id, from);
    const out = paintAll(past.map(journalLine), look.out);
    return { exitCode: EXIT.ok, json: { success: true, events: past }, out, err: [] };
  } finally {
    await reading.close();
  }
}

/**
 * Shows the journal of an execution, and what happens in it, until it has ended. Gives the exit code: by
 * the outcome, and for one that nothing runs that of a failure, as its outcome is not known.
 */
export async function followEvents(id: string, options: EventsOptions, io: Io): Promise<number> {
  const look = lookOf(io, options);
  const target = await targetOf("events", options, io);
  const follower = new EventFollower(placeOf(options), options, { io, look });
  let executionId = id;
  for (;;) {
    const access = await openRunning(target);
    try {
      const execution = await existing(executionId, access);
      executionId = execution.execution_id;
      if (access.runner === null) return await follower.past(access, execution);
      if ((await follower.follow(access, executionId)) === "ended")
        return exitOf((await existing(executionId, access)).status);
      if (follower.isInterrupted) return EXIT.ok;
    } finally {
      await access.close();
    }
  }
}

/** The store at its owner's or, without one, to look at. */
async function openRunning(target: Target): Promise<WorkflowAccess> {
  if (isServer(target)) return openServer(target);
  const { file } = target;
  for (;;) {
    const reading = await openFile(target);
    const owner = ownerOf(file);
    if (owner === undefined) return reading;
    await reading.close();
    const access = await reach(file, owner);
    if (access !== undefined) return access;
  }
}

/** Writes events, each once, from one owner to the next. */
class EventFollower {
  isInterrupted = false;

  constructor(
    private next: number,
    private readonly options: EventsOptions,
    private readonly parts: { readonly io: Io; readonly look: Look },
  ) {}

  /** What there is of an execution that nothing runs. */
  async past(access: WorkflowAccess, { execution_id: id, status }: Execution): Promise<number> {
    for (const event of await access.pastEvents(id, this.next)) this.write(event);
    if (ENDED.has(status)) return exitOf(status);
    const text = `Nothing runs this store now: tutti worker goes on with the execution, which is ${status}.`;
    this.parts.io.stderr.write(`${this.parts.look.err([span(text, "yellow")])}\n`);
    return EXIT.failed;
  }

  async follow(access: WorkflowAccess, executionId: string) {
    const controller = new AbortController();
    const silence = this.parts.io.onInterrupt(() => {
      this.isInterrupted = true;
      controller.abort();
    });
    try {
      const onEvent = (event: CloudEvent): void => this.write(event);
      return await access.follow(executionId, { from: this.next, onEvent, signal: controller.signal });
    } finally {
      silence();
    }
  }

  private write(event: CloudEvent): void {
    const { io, look } = this.parts;
    const text = this.options.json === true ? JSON.stringify(event) : look.out(journalLine(event));
    io.stdout.write(`${text}\n`);
    this.next = (event.sequence ?? this.next) + 1;
  }
}

const ENDED: ReadonlySet<string> = new Set(["completed", "failed", "cancelled"]);

function exitOf(status: string): number {
  return status === "completed" ? EXIT.ok : EXIT.failed;
}

function placeOf({ from }: EventsOptions): number {
  return from === undefined ? 1 : wholeNumber("--from", from, 1);
}

async function existing(id: string, access: WorkflowAccess): Promise<Execution> {
  const { execution } = await access.getExecution(await findExecution(access, id));
  if (execution === null) throw unknownExecution(id);
  return execution;
}
