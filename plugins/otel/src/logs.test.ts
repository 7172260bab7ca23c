import type { Logger } from "@tutti/core";
import { pino } from "pino";
import { action, traced } from "./testing/orchestrator";
import { registerSdk } from "./testing/sdk";

/** A real pino logger, and what it has written. */
function pinoInMemory(): { logger: Logger; records: Record<string, unknown>[] } {
  const records: Record<string, unknown>[] = [];
  const logger = pino(
    { base: null, timestamp: false },
    { write: (line: string) => void records.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { logger, records };
}

const REPLY = "Charged.";

async function logged(): Promise<{ records: Record<string, unknown>[]; execution_id: string | undefined }> {
  const { logger, records } = pinoInMemory();
  const { workflows, create, script } = await traced({ logger });
  script.on("charge", ({ context }) => context.logger.info({ amount: 20 }, REPLY));
  const { execution } = await workflows.executeWorkflow(await create("order", [action("charge")]), {}, "ada");
  return { records, execution_id: execution?.execution_id };
}

describe("a record that an action logs with pino", () => {
  it("carries the execution, the action and the span", async () => {
    const sdk = registerSdk();
    const { records, execution_id } = await logged();
    const { traceId, spanId } = sdk
      .spans()
      .find(({ name }) => name === "run charge")!
      .spanContext();
    expect(records).toEqual([
      {
        level: 30,
        execution_id,
        action_id: "charge",
        attempt: 1,
        trace_id: traceId,
        span_id: spanId,
        trace_flags: "01",
        amount: 20,
        msg: REPLY,
      },
    ]);
    await sdk.unregister();
  });

  it("carries no ids of spans without an SDK", async () => {
    const { records, execution_id } = await logged();
    expect(records).toEqual([
      { level: 30, execution_id, action_id: "charge", attempt: 1, amount: 20, msg: REPLY },
    ]);
  });
});
