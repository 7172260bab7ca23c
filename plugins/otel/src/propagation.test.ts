import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import type { Execution, StartOptions } from "@tutti/core";
import { serviceCall } from "@tutti/plugin-service-call";
import { action, traced } from "./testing/orchestrator";
import { registerSdk, type TestSdk } from "./testing/sdk";
import { treeOf } from "./testing/tree";

const CALLER = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

let sdk: TestSdk;
beforeEach(() => {
  sdk = registerSdk();
});
afterEach(() => sdk.unregister());

/** A real service that goes on with the trace it is called with, and says how it was called. */
async function startService() {
  const headers: string[] = [];
  const carried: (string | undefined)[][] = [];
  const server = createServer((request, response) => {
    const traceparent = String(request.headers.traceparent);
    headers.push(traceparent);
    carried.push([
      request.headers.tracestate as string | undefined,
      request.headers.baggage as string | undefined,
    ]);
    const [, traceId = "", spanId = "", flags = ""] = traceparent.split("-");
    const caller = { traceId, spanId, traceFlags: Number(flags), isRemote: true };
    const below = trace.setSpanContext(ROOT_CONTEXT, caller);
    trace.getTracer("service").startSpan("POST /charge", { kind: SpanKind.SERVER }, below).end();
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, headers, carried };
}

describe("a service that is called", () => {
  it("goes on with the trace below the attempt that calls it", async () => {
    const { url, server, headers } = await startService();
    const { orchestrator, workflows, create } = await traced({
      plugins: [serviceCall({ services: { bank: { url } } })],
    });
    const id = await create("order", [
      {
        action_id: "charge",
        action_type: "service_call",
        config: { service: "bank", endpoint: "/charge", method: "POST" },
      },
    ]);
    const { execution } = await workflows.executeWorkflow(id, {}, "ada");
    expect(execution?.status).toBe("completed");
    expect(treeOf(sdk.spans())).toEqual([
      "create order",
      "  execute order completed",
      "    run charge #1 completed",
      "      POST /charge",
    ]);
    const attempt = sdk.spans().find(({ name }) => name === "run charge");
    const { traceId, spanId } = attempt!.spanContext();
    expect(headers).toEqual([`00-${traceId}-${spanId}-01`]);
    await orchestrator.stop();
    server.close();
  });
});

describe("tracestate and baggage", () => {
  const charge = {
    action_id: "charge",
    action_type: "service_call",
    config: { service: "bank", endpoint: "/charge", method: "POST" },
  };

  /** What the service is sent by an execution, and by a child of it, that is started like this. */
  async function sentBy(options: StartOptions, start = (work: () => Promise<void>): Promise<void> => work()) {
    const { url, server, carried } = await startService();
    const { orchestrator, workflows, create } = await traced({
      plugins: [serviceCall({ services: { bank: { url } } })],
    });
    const child = await create("child", [charge]);
    const call = { action_id: "call", action_type: "run_workflow", config: { workflow_id: child } };
    const id = await create("order", [charge, { ...call, depends_on: "charge" }]);
    await start(async () => {
      const { execution } = await workflows.executeWorkflow(id, {}, "ada", options);
      expect(execution?.status).toBe("completed");
    });
    await orchestrator.stop();
    server.close();
    return carried;
  }

  it("go on from the starter to every service, through child executions too", async () => {
    const given = {
      traceparent: TRACEPARENT,
      tracestate: "acme=1,other=2",
      baggage: { tenant: "a b", user: "ada" },
    };
    expect(await sentBy(given)).toEqual([
      ["acme=1,other=2", "tenant=a%20b,user=ada"],
      ["acme=1,other=2", "tenant=a%20b,user=ada"],
    ]);
    expect(sdk.spans().map((span) => span.spanContext().traceState?.serialize())).toContain("acme=1,other=2");
  });

  it("are those that are active where the execution is started, behind what its starter gives", async () => {
    const entries = { tenant: { value: "active" }, region: { value: "eu" } };
    const active = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries));
    const within = (work: () => Promise<void>) => context.with(active, work);
    expect(await sentBy({ baggage: { tenant: "given" } }, within)).toEqual([
      [undefined, "tenant=given,region=eu"],
      [undefined, "tenant=given,region=eu"],
    ]);
  });

  it("let no start fail when what is active fits no header", async () => {
    const active = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ "a b": { value: "c" } }));
    expect(await sentBy({}, (work) => context.with(active, work))).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it("are active while an executor runs", async () => {
    const { workflows, create, script } = await traced();
    script.on("a", () => propagation.getActiveBaggage()?.getEntry("tenant")?.value ?? null);
    const id = await create("order", [action("a")]);
    const { execution } = await workflows.executeWorkflow(id, {}, "ada", { baggage: { tenant: "acme" } });
    expect(execution?.actions.a?.output).toBe("acme");
  });
});

describe("an execution", () => {
  const started = async (options: { traceparent?: string } = {}): Promise<Execution | null> => {
    const { workflows, create } = await traced();
    const id = await create("order", [action("a")]);
    const { execution } = await workflows.startWorkflow(id, {}, "ada", options);
    await workflows.waitForExecution(execution?.execution_id ?? "");
    return execution;
  };
  const root = () => sdk.spans().find(({ name }) => name === "create order");

  it("goes on with the trace that its starter gives", async () => {
    await started({ traceparent: TRACEPARENT });
    expect(root()?.parentSpanContext).toMatchObject({ ...CALLER, isRemote: true });
    expect(sdk.spans().map((span) => span.spanContext().traceId)).toEqual(
      ["create", "run", "execute"].map(() => CALLER.traceId),
    );
  });

  it("is below the span that is active where it is started", async () => {
    const span = trace.getTracer("test").startSpan("GET /checkout");
    await context.with(trace.setSpan(ROOT_CONTEXT, span), () => started());
    span.end();
    expect(treeOf(sdk.spans())).toEqual([
      "GET /checkout",
      "  create order",
      "    execute order completed",
      "      run a #1 completed",
    ]);
  });

  it.each([
    "",
    "garbage",
    `ff${TRACEPARENT.slice(2)}`,
    TRACEPARENT.replaceAll(CALLER.spanId, "0".repeat(16)),
  ])("begins a trace of its own when the given one is %j", async (traceparent) => {
    await started({ traceparent });
    expect(root()?.parentSpanContext).toBeUndefined();
    expect(treeOf(sdk.spans())[0]).toBe("create order");
  });

  it("keeps to the decision of its starter not to sample", async () => {
    await started({ traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-00` });
    expect(sdk.spans()).toEqual([]);
  });
});

describe("an executor", () => {
  it("runs inside its attempt's span, and is given that span to hand on", async () => {
    const { workflows, create, script } = await traced();
    script.on("a", async (call) => {
      await Promise.resolve();
      trace.getTracer("test").startSpan("SELECT", {}, context.active()).end();
      return call.context.traceparent;
    });
    const { execution } = await workflows.executeWorkflow(await create("order", [action("a")]), {}, "ada");
    expect(treeOf(sdk.spans()).slice(-2)).toEqual(["    run a #1 completed", "      SELECT"]);
    const { traceId, spanId } = sdk
      .spans()
      .find(({ name }) => name === "run a")!
      .spanContext();
    expect(execution?.actions.a?.output).toBe(`00-${traceId}-${spanId}-01`);
  });

  it("finds everything else in its context as without tracing", async () => {
    const { workflows, create, script } = await traced();
    script.on("a", async ({ context: given }) => {
      given.emit({ type: "acme.seen", data: { key: given.idempotencyKey } });
      const beating = given.heartbeat();
      await beating;
      const { actionId, attempt, correlationId, executionId, index, item, userId, workflowId } = given;
      return { actionId, attempt, correlationId, executionId, index, item, userId, workflowId };
    });
    const id = await create("order", [action("a", { for_each: ["x"] })]);
    const { execution } = await workflows.executeWorkflow(id, {}, "ada");
    const { execution_id } = execution!;
    expect(execution?.actions.a?.output).toEqual([
      {
        actionId: "a",
        attempt: 1,
        correlationId: execution_id,
        executionId: execution_id,
        index: 0,
        item: "x",
        userId: "ada",
        workflowId: id,
      },
    ]);
  });
});
