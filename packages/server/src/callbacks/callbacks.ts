import type { CloudEvent, Execution, Orchestrator } from "@tutti/core";
import { ServerError } from "../errors";
import { toBody } from "../routes/execution-body";
import { post } from "./post";
import type { CallbackSettings } from "./options";

const ASKED = "callback.asked";
const SOURCE = "/server/callbacks";
const GROUP = "server-callbacks";
/** How many receivers are called at a time. */
const TOGETHER = 8;

/**
 * Calls receivers back when executions have ended. Who is to be called is an event in the storage, and so is how far
 * the calls have come: both outlive the process.
 */
export class Callbacks {
  constructor(
    private readonly orchestrator: Orchestrator,
    private readonly settings: CallbackSettings | undefined,
  ) {}

  /** Throws `CALLBACK_REFUSED` for an address that may not be called. */
  check(url: string): void {
    const { settings } = this;
    const refuse = (problem: string): never => {
      throw ServerError.of("CALLBACK_REFUSED", { problem });
    };
    if (settings === undefined) return refuse("this server has no callbacks set up");
    if (!URL.canParse(url)) return refuse("callback_url is no URL");
    const { hash, host, password, protocol, username } = new URL(url);
    if (protocol !== "https:" && protocol !== "http:")
      return refuse("callback_url is neither http nor https");
    if (username !== "" || password !== "" || hash !== "")
      return refuse("callback_url has a user, a password or a #");
    if (!settings.hosts.has(host)) return refuse(`the host ${host.slice(0, 200)} is none that may be called`);
  }

  /** Keeps that an execution's end is to be told; answers when that is durable. */
  async ask(executionId: string, url: string): Promise<void> {
    const correlationId = correlationOf(executionId);
    const id = JSON.stringify([executionId, url]);
    await this.orchestrator.events.publish({
      type: ASKED,
      source: SOURCE,
      id,
      correlationId,
      data: { execution_id: executionId, url },
    });
  }

  /** Begins to call; gives what ends that. */
  start(): () => void {
    const { orchestrator, settings } = this;
    if (settings === undefined) return () => undefined;
    const types = [ASKED, "execution.completed", "execution.failed", "execution.cancelled"];
    const options = { group: GROUP, types, retry: settings.retry };
    const leave = Array.from({ length: TOGETHER }, () =>
      orchestrator.events.subscribe(options, (event) => this.handle(event, settings)),
    );
    return () => {
      for (const stop of leave) stop();
    };
  }

  /** Whatever comes last, the wish or the end, lets the call go out. A call can go out twice, with the same id. */
  private async handle(event: CloudEvent, settings: CallbackSettings): Promise<void> {
    const isWish = event.type === ASKED;
    const wish = event.data as { readonly execution_id?: string } | null;
    const executionId = isWish ? wish?.execution_id : event.executionid;
    if (executionId === undefined) return;
    const wishes = isWish ? [event] : await this.orchestrator.events.correlated(correlationOf(executionId));
    if (wishes.length === 0) return;
    const { execution } = await this.orchestrator.workflows.getExecution(executionId);
    if (execution === null || execution.completed_at === null) return;
    for (const { data } of wishes)
      await this.call((data as { readonly url: string }).url, execution, settings);
  }

  private async call(url: string, execution: Execution, settings: CallbackSettings): Promise<void> {
    // The hosts may be others than when it was asked for.
    this.check(url);
    const id = `${execution.execution_id}:${execution.completed_at ?? ""}`;
    await post({ url, id, body: JSON.stringify(toBody(execution)), settings });
  }
}

function correlationOf(executionId: string): string {
  return `callback:${executionId}`;
}
