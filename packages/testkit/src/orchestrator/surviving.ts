import {
  type CloudEvent,
  EventStream,
  type Orchestrator,
  type SubscribeOptions,
  WorkflowManagementService,
} from "@tutti/core";
import { TestkitError } from "../errors";
import type { Lives } from "./lives";

type Method = (...given: readonly unknown[]) => unknown;

/** What may be asked again after a crash, as a client does whose connection broke off. */
const REPEATABLE = /^(execute|start|waitFor|get|list|validate)/;

const LOST = Symbol("lost");

/**
 * The use cases of whichever orchestrator runs. Who waits for an execution goes on waiting when the
 * process dies; a start is repeated with its idempotency key, so that nothing is started twice.
 */
export function survivingWorkflows(lives: Lives): WorkflowManagementService {
  const call = async (name: keyof WorkflowManagementService, given: readonly unknown[]): Promise<unknown> => {
    for (;;) {
      const { orchestrator, lost } = await lives.living();
      const { workflows } = orchestrator;
      const asked = (workflows[name] as Method).apply(workflows, [...given]);
      const found = await Promise.race([asked, lost.then(() => LOST)]);
      if (found !== LOST) return found;
      if (!REPEATABLE.test(name)) throw new TestkitError("CRASHED", `The process died during ${name}.`);
    }
  };
  return facade(WorkflowManagementService.prototype, (name) => {
    const method = name as keyof WorkflowManagementService;
    return (...given) => call(method, /^(execute|start)/.test(name) ? withKey(given) : given);
  });
}

let starts = 0;

function withKey(given: readonly unknown[]): readonly unknown[] {
  const [workflowId, parameters, userId, options] = given;
  starts += 1;
  return [workflowId, parameters, userId, { idempotencyKey: `test-start-${starts}`, ...(options as object) }];
}

type Subscription = Parameters<EventStream["subscribe"]>;
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The event stream of whichever orchestrator runs. Subscriptions outlive it; `stream()` ends with it. */
export class SurvivingEvents {
  private readonly subscriptions = new Map<object, Subscription>();
  private readonly ends = new Map<object, () => void>();
  readonly stream: EventStream;

  constructor(private readonly lives: Lives) {
    this.stream = facade(EventStream.prototype, (name) => (...given) => {
      if (name === "subscribe") return this.subscribe(given as Subscription);
      const { events } = this.lives.latest.orchestrator;
      return (events[name as keyof EventStream] as Method).apply(events, [...given]);
    });
  }

  /** Begins every subscription again at a new orchestrator. */
  begin({ events }: Orchestrator): void {
    for (const [key, [options, handler]] of this.subscriptions)
      this.ends.set(key, events.subscribe(options, handler));
  }

  private subscribe([options, handler]: Subscription): () => void {
    const key = {};
    this.ends.set(key, this.lives.latest.orchestrator.events.subscribe(options, handler));
    const later: Mutable<SubscribeOptions> = { ...options };
    // What happened before the restart was seen then.
    delete later.fromSequence;
    this.subscriptions.set(key, [later, handler]);
    return () => {
      this.ends.get(key)?.();
      this.ends.delete(key);
      this.subscriptions.delete(key);
    };
  }
}

/** Something that is an instance of the class, and each of whose methods is what `method` gives. */
function facade<T extends object>(prototype: T, method: (name: string) => Method): T {
  return new Proxy(Object.create(prototype) as T, {
    get(target, key) {
      if (typeof Reflect.get(target, key) !== "function" || key === "constructor")
        return Reflect.get(target, key) as unknown;
      return key === Symbol.asyncIterator ? method("stream") : method(key as string);
    },
  });
}

/** Keeps the events of each execution, for timelines. */
export class SeenEvents {
  private readonly byExecution = new Map<string, CloudEvent[]>();

  /** Listens to an orchestrator. */
  listenTo({ events }: Orchestrator): void {
    events.subscribe({}, (event) => this.note(event));
  }

  of(executionId: string): readonly CloudEvent[] {
    return this.byExecution.get(executionId) ?? [];
  }

  private note(event: CloudEvent): void {
    const { executionid } = event;
    if (executionid === undefined) return;
    const known = this.byExecution.get(executionid) ?? [];
    this.byExecution.set(executionid, known);
    known.push(event);
  }
}
