import { ActionError, type PluginContainer } from "@tutti/core";
import { suggest } from "@tutti/core/plugin";
import type {
  RequestOptions,
  ServiceClient,
  ServiceMesh,
  ServiceMeshStatus,
  ServiceResponse,
  ServiceStatus,
  Traffic,
} from "@tutti/service-mesh";
import { TestkitError } from "../errors";
import { judgeAnswer, meshError } from "./judge-answer";
import { listen, type MockListener } from "./listen";
import { MESH_TOKEN } from "./mesh-token";
import { activityOf, type MeshClock, realTime, wait } from "./mesh-clock";
import { MockAnswer } from "./mock-answer";
import { describeCall, listCalls, type MeshRequest, type MockCall, toCall } from "./mock-call";
import type { Responder, ScriptedAnswer } from "./mock-route";
import { MockService } from "./mock-service";

/**
 * A service mesh whose services do as a test says. Register it behind the mesh's token with `register`,
 * or give it to `createTestOrchestrator({ services: mesh })`.
 *
 * A call that the script does not expect fails at once with `UNEXPECTED_CALL`, and `verify` fails the test.
 *
 * @example
 * const mesh = new MockServiceMesh();
 * mesh.service("analysis_service").on("POST", "/analyze").reply({ quality_score: 85 });
 * const orchestrator = await createOrchestrator({ plugins: [serviceCall()], register: mesh.register });
 */
export class MockServiceMesh implements ServiceMesh {
  /** Every call so far, in order. */
  readonly calls: MockCall[] = [];
  /** Those that the script did not expect. */
  readonly unexpected: MockCall[] = [];
  private readonly services = new Map<string, MockService>();
  private readonly traffic = new Map<string, { total: number; failed: number; in_flight: number }>();
  private readonly listeners: MockListener[] = [];
  private isClosed = false;

  /** @param clock what delays run on; real time by default, and the clock of a test orchestrator in one */
  constructor(public clock: MeshClock = realTime) {}

  /** The script of a service, which is there from then on. */
  service(name: string): MockService {
    const known = this.services.get(name);
    if (known !== undefined) return known;
    const made = new MockService(name);
    this.services.set(name, made);
    return made;
  }

  /** Puts the mesh behind the token `SERVICE_MESH`: for `createOrchestrator({ register: mesh.register })`. */
  readonly register = (container: PluginContainer): void =>
    container.override(MESH_TOKEN, { useValue: this });

  getClient(service: string): ServiceClient {
    return {
      makeRequest: (...[method, endpoint, parameters, options = {}]) =>
        this.request({ service, method, endpoint, parameters, options }),
    };
  }

  /** The scripted services, and how many calls each got. */
  status(): ServiceMeshStatus {
    const services = [...this.services.keys()].map((name) => statusOf(name, { ...this.trafficOf(name) }));
    return {
      services,
      raw_urls: { requests: { total: 0, failed: 0, in_flight: 0 }, connections: NO_SOCKETS },
    };
  }

  /** Serves the same script over HTTP: one server per service on a free port of 127.0.0.1. Delays take real time unless the mesh has a virtual clock. */
  async listen(): Promise<MockListener> {
    const listener = await listen([...this.services.keys()], (call) => this.answerTo(call));
    this.listeners.push(listener);
    return listener;
  }

  /** Throws `UNEXPECTED_CALL` when there was a call that nobody expected. */
  verify(): void {
    const [first] = this.unexpected;
    if (first !== undefined) throw new TestkitError("UNEXPECTED_CALL", this.problemOf(first));
  }

  /** Forgets the calls so far; the script stays. */
  clear(): void {
    this.calls.length = 0;
    this.unexpected.length = 0;
  }

  /** Refuses further calls with `MESH_CLOSED`, and stops its HTTP servers. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.listeners.splice(0).map((listener) => listener.close()));
  }

  private async request(request: MeshRequest): Promise<ServiceResponse> {
    const { options, service } = request;
    options.signal?.throwIfAborted();
    const call = toCall(request);
    if (this.isClosed) throw meshError(call, "MESH_CLOSED", { problem: "the service mesh is closed" });
    const traffic = this.trafficOf(service);
    traffic.total += 1;
    traffic.in_flight += 1;
    try {
      return await this.perform(call, options);
    } catch (error) {
      if (options.signal?.aborted !== true) traffic.failed += 1;
      throw error;
    } finally {
      traffic.in_flight -= 1;
    }
  }

  private async perform(call: MockCall, options: RequestOptions): Promise<ServiceResponse> {
    const { expectStatus = "2xx" } = options;
    const given = await this.answerTo(call, options);
    return judgeAnswer(given, { call, expectStatus, now: this.clock.now() });
  }

  /** Notes a call and answers it, after the delay of its route. */
  private async answerTo(call: MockCall, options: RequestOptions = {}): Promise<MockAnswer> {
    const found = this.services.get(call.service)?.find(call.method, call.path);
    const noted: MockCall = { ...call, params: found?.params ?? {} };
    this.calls.push(noted);
    const scripted = found?.route.take();
    if (scripted === undefined) throw this.refuse(noted);
    await this.delay(noted, scripted, options);
    return this.respond(scripted.respond, noted);
  }

  private async delay(call: MockCall, { delayMs }: ScriptedAnswer, options: RequestOptions): Promise<void> {
    const { signal, timeoutMs = Number.POSITIVE_INFINITY } = options;
    if (delayMs > 0) await this.hold(wait(this.clock, Math.min(delayMs, timeoutMs), signal));
    if (delayMs <= timeoutMs) return;
    throw meshError(call, "SERVICE_TIMEOUT", {
      problem: `it took too long: no whole answer within ${timeoutMs / 1000} s`,
    });
  }

  /** Whoever called waits for time now. */
  private async hold(waiting: Promise<void>): Promise<void> {
    const done = activityOf(this.clock)?.hold();
    try {
      await waiting;
    } finally {
      done?.();
    }
  }

  private async respond(responder: Responder, call: MockCall): Promise<MockAnswer> {
    const done = activityOf(this.clock)?.begin(describeCall(call));
    try {
      const given = await responder(call);
      return given instanceof MockAnswer ? given : new MockAnswer(given);
    } finally {
      done?.();
    }
  }

  private refuse(call: MockCall): ActionError {
    this.unexpected.push(call);
    const message = this.problemOf(call);
    return new ActionError({ code: "UNEXPECTED_CALL", message, retryable: false });
  }

  private problemOf(call: MockCall): string {
    const service = this.services.get(call.service);
    const isUsedUp = service?.find(call.method, call.path) !== undefined;
    const what = isUsedUp ? "All scripted answers are used up" : "Nobody expected the call";
    const expected = service === undefined ? this.expectedServices(call.service) : expectedRoutes(service);
    const calls = `Calls so far:\n${listCalls(this.calls)}\n`;
    return `${what}: ${describeCall(call)} ${JSON.stringify(call.parameters)}.\n${expected}\n${calls}`;
  }

  private expectedServices(name: string): string {
    const names = [...this.services.keys()];
    const near = suggest(name, names);
    const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
    return `Scripted services: ${names.join(", ") || "none"}.${hint}`;
  }

  private trafficOf(name: string): Mutable<Traffic["requests"]> {
    const known = this.traffic.get(name) ?? { total: 0, failed: 0, in_flight: 0 };
    this.traffic.set(name, known);
    return known;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function expectedRoutes({ name, routes }: MockService): string {
  const listed = routes.map(({ method, path }) => `${method} ${path}`);
  return `Expected of "${name}": ${listed.join(", ") || "nothing"}.`;
}

const NO_SOCKETS = { active: 0, idle: 0 };

/** A scripted service has one instance, which is always there. */
function statusOf(name: string, requests: Traffic["requests"]): ServiceStatus {
  const url = `mock://${name}`;
  const traffic = { requests, connections: NO_SOCKETS };
  return {
    name,
    source: "static",
    refused: 0,
    queued: 0,
    moved: 0,
    latency_ms: { p50: null, p95: null, p99: null },
    ...traffic,
    instances: [{ id: url, url, weight: 1, health: "healthy", breaker: "off", ...traffic }],
  };
}
