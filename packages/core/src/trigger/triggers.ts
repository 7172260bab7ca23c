import { reasonOf } from "../engine";
import type { Trigger } from "../definition";
import type { CloudEvent, Followed } from "../events";
import type { ScheduleRecord, WorkflowRecord } from "../ports";
import { EventListener } from "./event-trigger";
import { Listeners } from "./listeners";
import { Marks } from "./marks";
import type { TriggerPorts } from "./ports";
import { type PlacedSchedule, Schedules } from "./schedules";
import { type PlacedWebhook, Webhooks } from "./webhooks";

/** How many workflows are read at a time. */
const PAGE = 500;

/** Under this name the storage keeps how far the triggers have come among all events. */
const POSITION_NAME = "tutti:triggers";

/** The triggers of all active workflows: starts executions by the clock, by events and by signed requests. */
export class Triggers {
  private readonly schedules: Schedules;
  private readonly listeners = new Listeners();
  private readonly marks: Marks;
  /** Those that HTTP requests come to. */
  readonly webhooks: Webhooks;
  private isRunning = false;
  /** What reads the events; undefined while no trigger hears any. */
  private followed: Followed | undefined;
  /** The end of the one before. */
  private left: Promise<void> | undefined;
  private readonly begun = new Gate();

  constructor(
    private readonly ports: TriggerPorts,
    /** `isHeld`: keep what is stored up to date, and start nothing. */
    private readonly options: { readonly isHeld: boolean },
  ) {
    this.schedules = new Schedules(ports);
    this.marks = new Marks(ports.storage, ports.clock);
    this.webhooks = new Webhooks(ports);
  }

  /** Reads the triggers of every stored workflow and listens for their events. Nothing is started yet. */
  async listen(): Promise<void> {
    if (this.options.isHeld) return;
    const stored = byWorkflow(await this.ports.storage.listSchedules());
    this.isRunning = true;
    for await (const record of this.activeWorkflows()) this.takeUp(record, stored);
    this.follow();
    if (this.listeners.isEmpty) await this.leave();
    const known = new Set(this.schedules.workflowIds);
    // Those of workflows that were deleted or deactivated while this could not be stored.
    for (const workflowId of stored.keys())
      if (!known.has(workflowId)) await this.ports.storage.putSchedules(workflowId, []);
  }

  /** Begins to start executions: schedules and events go on from where they were. */
  run(): void {
    this.begun.open();
    if (this.isRunning) this.schedules.run();
  }

  /** Follows a change: `newest` is the workflow's newest revision, undefined when it was deleted. */
  async changed(workflowId: string, newest: WorkflowRecord | undefined): Promise<void> {
    try {
      const stored = await this.storedOf(workflowId);
      const group = this.set(workflowId, newest, stored);
      this.follow();
      if (stored.length + group.schedules.length > 0) await group.store();
    } catch (error) {
      // The next start puts it right: it compares with the workflow.
      const fields = { workflow_id: workflowId, error: reasonOf(error) };
      this.ports.logger.warn(fields, "The schedules of a workflow could not be stored.");
    }
  }

  /** Starts nothing more. */
  stop(): void {
    this.isRunning = false;
    this.schedules.stop();
    this.listeners.end();
    this.webhooks.clear();
    this.begun.open();
  }

  /** Reads the events while some trigger hears any, from where it was or the first of them begins. */
  private follow(): void {
    const { followed, listeners } = this;
    if (listeners.isEmpty) {
      if (followed !== undefined) this.left = this.leave(followed);
      this.followed = undefined;
      return;
    }
    this.followed ??= this.ports.events.follow({
      name: POSITION_NAME,
      from: listeners.from,
      after: this.left,
      handle: (events) => this.handle(events),
    });
  }

  /** Ends the reading, and forgets how far it was: the storage need not keep what came later. */
  private async leave(followed?: Followed): Promise<void> {
    const { logger, storage } = this.ports;
    await this.left;
    await followed?.end();
    try {
      const known = await storage.getGroup?.(POSITION_NAME);
      if (known !== undefined) await storage.forgetGroup?.(POSITION_NAME);
    } catch (error) {
      // The next start without triggers puts it right.
      logger.warn(
        { group: POSITION_NAME, error: reasonOf(error) },
        "A consumer group could not be forgotten.",
      );
    }
  }

  private async handle(events: readonly CloudEvent[]): Promise<boolean> {
    await this.begun.whenOpen;
    await this.listeners.deliver(events);
    return this.isRunning;
  }

  /** What one workflow has stored must not keep the others from starting. */
  private takeUp(record: WorkflowRecord, stored: ReturnType<typeof byWorkflow>): void {
    const { workflow_id } = record;
    try {
      this.set(workflow_id, record, stored.get(workflow_id) ?? []);
    } catch (error) {
      const fields = { workflow_id, error: reasonOf(error) };
      this.ports.logger.error(fields, "The triggers of a workflow can't be read and start nothing.");
    }
  }

  /** How far a workflow's schedules have come: what is known here is newer, and what is held is not known here. */
  private async storedOf(workflowId: string): Promise<readonly ScheduleRecord[]> {
    if (!this.options.isHeld) return this.schedules.recordsOf(workflowId);
    const all = await this.ports.storage.listSchedules();
    return all.filter(({ workflow_id }) => workflow_id === workflowId);
  }

  private set(
    workflowId: string,
    record: WorkflowRecord | undefined,
    stored: readonly ScheduleRecord[],
  ): ReturnType<Schedules["set"]> {
    const triggers = triggersOf(record);
    this.listeners.set(workflowId, this.isRunning ? this.listenersOf(workflowId, record) : []);
    this.webhooks.set(workflowId, this.isRunning ? webhooksIn(triggers) : []);
    return this.schedules.set(workflowId, schedulesIn(triggers), stored);
  }

  private listenersOf(workflowId: string, record: WorkflowRecord | undefined): EventListener[] {
    const common = { ports: this.ports, marks: this.marks, workflowId, isRunning: () => this.isRunning };
    return triggersOf(record).flatMap((trigger, index) => {
      const from = record?.trigger_positions?.[index] ?? 0;
      return trigger.type === "event" ? [new EventListener({ ...common, from, index, trigger })] : [];
    });
  }

  private async *activeWorkflows(): AsyncGenerator<WorkflowRecord> {
    const { storage } = this.ports;
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const some = { limit: PAGE, status: "active", has_triggers: true } as const;
      const page = await storage.listWorkflows(cursor === undefined ? some : { ...some, cursor });
      yield* page.rows;
      cursor = page.next_cursor;
    }
  }
}

/** Lets others wait until it is opened. */
class Gate {
  open: () => void = () => undefined;
  readonly whenOpen = new Promise<void>((resolve) => (this.open = resolve));
}

function byWorkflow(records: readonly ScheduleRecord[]): ReadonlyMap<string, readonly ScheduleRecord[]> {
  const groups = new Map<string, ScheduleRecord[]>();
  for (const record of records) {
    const group = groups.get(record.workflow_id) ?? [];
    group.push(record);
    groups.set(record.workflow_id, group);
  }
  return groups;
}

function triggersOf(record: WorkflowRecord | undefined): readonly Trigger[] {
  if (record === undefined || record.status === "inactive") return [];
  return (record.definition.triggers as readonly Trigger[] | undefined) ?? [];
}

function schedulesIn(triggers: readonly Trigger[]): PlacedSchedule[] {
  return triggers.flatMap((trigger, index) => (trigger.type === "schedule" ? [{ index, trigger }] : []));
}

function webhooksIn(triggers: readonly Trigger[]): PlacedWebhook[] {
  return triggers.flatMap((trigger, index) => (trigger.type === "webhook" ? [{ index, trigger }] : []));
}
