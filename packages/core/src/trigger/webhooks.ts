import type { WebhookTrigger } from "../definition";
import { type Issue, TuttiError } from "../errors";
import { compileTemplate, type CompiledTemplate } from "../expression";
import { Redactor, SecretReader } from "../engine";
import { isSignedBy, type SignedWebhook, webhookKey } from "../http/standard-webhooks";
import type { JsonObject } from "../json/json";
import { isObject, normalise } from "../json/normalise";
import { TriggerInput, type TriggerValues } from "./input";
import type { TriggerPlace, TriggerPorts } from "./ports";
import { Reports } from "./reports";

/** A signed HTTP request, as a server hands it over. */
export interface WebhookRequest {
  /** Behind `/hooks/`. */
  readonly path: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query?: JsonObject;
  /** Exactly as it came: it is what was signed. */
  readonly body: string;
}

/** What became of a {@link WebhookRequest}. */
export type WebhookOutcome =
  /** The execution that it started, or that it had started before. */
  | { readonly kind: "started"; readonly executionId: string }
  /** It is signed, and starts nothing for these reasons. */
  | { readonly kind: "refused"; readonly errors: readonly Issue[] }
  /** It is not signed, not by anyone known, or not lately. */
  | { readonly kind: "unsigned"; readonly reason: string }
  /** No active workflow has a webhook with this path. */
  | { readonly kind: "unknown" };

/** How long before or after now (s) a request may have been signed. */
const TOLERANCE_S = 5 * 60;

/** The headers that a trigger's expressions don't see: they let others in. */
const HIDDEN = new Set(["authorization", "cookie", "proxy-authorization", "webhook-signature"]);

/** The webhooks of all active workflows, by their paths. */
export class Webhooks {
  private readonly byPath = new Map<string, Webhook[]>();

  constructor(private readonly ports: TriggerPorts) {}

  /** Follows a change of a workflow: these are its webhooks now. */
  set(workflowId: string, triggers: readonly PlacedWebhook[]): void {
    for (const [path, webhooks] of this.byPath) {
      const others = webhooks.filter((webhook) => webhook.place.workflowId !== workflowId);
      if (others.length === 0) this.byPath.delete(path);
      else this.byPath.set(path, others);
    }
    for (const { index, trigger } of triggers) {
      const made = new Webhook(this.ports, { workflowId, index }, trigger);
      this.byPath.set(trigger.path, [...(this.byPath.get(trigger.path) ?? []), made]);
    }
  }

  clear(): void {
    this.byPath.clear();
  }

  /** Starts the execution that a request is signed for. Of several webhooks with its path, the signature decides. */
  async receive(request: WebhookRequest): Promise<WebhookOutcome> {
    const webhooks = this.byPath.get(request.path);
    if (webhooks === undefined) return { kind: "unknown" };
    const signed = this.read(request);
    if (typeof signed === "string") return { kind: "unsigned", reason: signed };
    for (const webhook of webhooks) if (await webhook.isFor(signed)) return webhook.start(signed.id, request);
    return { kind: "unsigned", reason: "the signature is none of this webhook's" };
  }

  /** The signed parts of a request, or what is wrong with them. */
  private read({ body, headers }: WebhookRequest): SignedWebhook | string {
    const [id, timestamp, signature] = ["id", "timestamp", "signature"].map(
      (name) => headers[`webhook-${name}`],
    );
    if (typeof id !== "string" || id === "" || typeof timestamp !== "string" || typeof signature !== "string")
      return "it needs the headers webhook-id, webhook-timestamp and webhook-signature";
    const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
    const age = Math.abs(this.ports.clock.now() / 1000 - seconds);
    if (!(age <= TOLERANCE_S)) return `webhook-timestamp is not within ${TOLERANCE_S} s of now`;
    return { id, timestamp: seconds, body, signature };
  }
}

/** A webhook trigger with its place in the definition. */
export interface PlacedWebhook {
  readonly index: number;
  readonly trigger: WebhookTrigger;
}

/** One trigger of type `webhook`. */
class Webhook {
  private readonly secret: CompiledTemplate;
  private readonly input: TriggerInput | undefined;
  private readonly reports: Reports;

  constructor(
    private readonly ports: TriggerPorts,
    readonly place: TriggerPlace,
    { parameters, secret }: WebhookTrigger,
  ) {
    const compiled = compileTemplate(secret);
    if (!compiled.ok) throw new Error("The secret of a webhook was checked with its definition.");
    this.secret = compiled.value;
    this.input = parameters === undefined ? undefined : new TriggerInput(ports, { parameters });
    this.reports = new Reports(ports);
  }

  /** Was it signed with this webhook's secret? Throws `UNKNOWN_SECRET` and `INVALID_WEBHOOK_SECRET`. */
  async isFor(signed: SignedWebhook): Promise<boolean> {
    const { clock, random, secrets } = this.ports;
    const named = await new SecretReader(secrets, new Redactor()).named(this.secret.references);
    const scope = {
      root: {},
      variables: named === undefined ? {} : { secrets: named },
      now: () => clock.now(),
      random: () => random.next(),
      monotonic: () => clock.monotonic(),
    };
    const written = await this.secret.resolve(scope);
    const key = typeof written === "string" ? webhookKey(written) : undefined;
    if (key === undefined) throw noKey(this.place);
    return isSignedBy(signed, key);
  }

  /** Starts its execution. One that this id has started already is answered again. */
  async start(id: string, request: WebhookRequest): Promise<WebhookOutcome> {
    const { index, workflowId } = this.place;
    const shown = { webhook: { id, path: request.path } };
    const values = await this.valuesOf(request).catch((error: unknown) => {
      this.reports.threw({ ...this.place, shown }, error);
      throw error;
    });
    const accepted = await this.ports.engine.start({
      workflowId,
      ...values,
      userId: "trigger:webhook",
      idempotencyKey: `webhook:${index}:${id}`,
      trigger: { ref: { type: "webhook", index, ...shown }, depth: 0 },
    });
    if (accepted.ok) return { kind: "started", executionId: accepted.executionId };
    this.reports.refused({ ...this.place, shown }, accepted.errors);
    return { kind: "refused", errors: accepted.errors };
  }

  /** Without `parameters`, the body is them. */
  private async valuesOf({ body, headers, path, query = {} }: WebhookRequest): Promise<TriggerValues> {
    const parsed = parse(body);
    const root = isObject(parsed) ? parsed : {};
    if (this.input === undefined) return { parameters: root, secrets: [] };
    const seen = Object.entries(headers).filter(([name]) => !HIDDEN.has(name));
    const readable = normalise(Object.fromEntries(seen));
    const request = { path, query, headers: readable.ok ? readable.value : {}, body: parsed };
    const trigger = { type: "webhook", index: this.place.index };
    return this.input.resolve({ root, variables: { request, trigger } });
  }
}

/** The body as JSON; as text when it is none. */
function parse(body: string) {
  try {
    const read = normalise(JSON.parse(body));
    return read.ok ? read.value : body;
  } catch {
    return body;
  }
}

function noKey({ index, workflowId }: TriggerPlace): TuttiError {
  return TuttiError.of("INVALID_WEBHOOK_SECRET", { workflow_id: workflowId, trigger: index });
}
