import { z } from "zod";
import { sinkOptions, toSink } from "./sink-options";

const schema = z.strictObject(sinkOptions("mine"));
const deliver = (): void => undefined;

describe("the options of a sink", () => {
  it("may all be left out", () => {
    expect(toSink(schema.parse({}), deliver)).toEqual({
      name: "mine",
      filter: {},
      retry: { maxAttempts: 5, initialIntervalMs: 1000, maxIntervalMs: 60_000 },
      concurrency: 1,
      deliver,
    });
  });

  it("say which events, from where, how many at a time, and how often", () => {
    const settings = schema.parse({
      name: "other",
      types: ["order.*"],
      source: "/shop",
      subject: "7",
      correlation_id: "c",
      workflow_id: "w",
      from_position: 1,
      concurrency: 4,
      max_attempts: 2,
      initial_interval_ms: 10,
      max_interval_ms: 20,
    });
    expect(toSink(settings, deliver)).toEqual({
      name: "other",
      filter: { types: ["order.*"], source: "/shop", subject: "7", correlationId: "c", workflowId: "w" },
      fromPosition: 1,
      retry: { maxAttempts: 2, initialIntervalMs: 10, maxIntervalMs: 20 },
      concurrency: 4,
      deliver,
    });
  });

  it.each([{ name: "" }, { types: [] }, { source: "" }, { concurrency: 65 }, { max_attempts: 0 }])(
    "refuse %j",
    (wrong) => {
      expect(schema.safeParse(wrong).success).toBe(false);
    },
  );
});
