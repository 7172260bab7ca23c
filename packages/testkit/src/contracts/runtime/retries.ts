import { ActionError } from "@tutti/core";
import type { Random } from "@tutti/core/runtime";
import { scriptedRandom } from "../../entropy";
import { throws } from "../../script";
import { contains, matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";
import type { RuntimeSetup } from "./setup";

const fixed = { initial_interval_ms: 100, jitter: false };
/** How many ms after the start each call of "a" came. */
async function callTimes(
  given: RuntimeSetup,
  retry: object,
  { error = new Error("no"), random = scriptedRandom(0.5) }: { error?: Error; random?: Random } = {},
): Promise<number[]> {
  const { start, script, ended, clock } = await given.orchestrator({ random });
  const begun = clock.now();
  const times: number[] = [];
  script.on("a", () => {
    times.push(clock.now() - begun);
    throw error;
  });
  const id = await start(workflow([action("a", { retry })]));
  await clock.advance(3_600_000);
  same((await ended(id)).status, "failed");
  return times;
}

/** How often and when an attempt is repeated. */
export const retries = group("retries", [
  scenario("tries once without a policy", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on("a", throws(new Error("no")));
    const { execution, message } = await execute(workflow([action("a")]));
    same(script.calls.length, 1);
    same(execution.error, {
      code: "ACTION_FAILED",
      message: 'Action "a" failed: no.',
      action_id: "a",
      attempt: 1,
    });
    contains(message, 'Action "a" failed: no.');
  }),
  ...([1, 2, 5] as const).map((max_attempts) =>
    scenario(`makes exactly ${max_attempts} attempts`, async (given) => {
      same((await callTimes(given, { ...fixed, max_attempts })).length, max_attempts);
    }),
  ),
  scenario("makes three attempts when a policy does not say how many", async (given) => {
    same((await callTimes(given, fixed)).length, 3);
  }),
  scenario("waits longer each time, up to the cap", async (given) => {
    const retry = { ...fixed, max_attempts: 5, backoff_coefficient: 2, max_interval_ms: 300 };
    same(await callTimes(given, retry), [0, 100, 300, 600, 900]);
  }),
  scenario("takes the jitter from the injected randomness", async (given) => {
    const retry = { max_attempts: 4, initial_interval_ms: 1000, backoff_coefficient: 1 };
    same(await callTimes(given, retry, { random: scriptedRandom(0.25, 0.5, 0) }), [0, 250, 750, 750]);
  }),
  scenario("waits at least as long as the error asks for", async (given) => {
    const error = new ActionError({ code: "BUSY", message: "later", retryAfterMs: 5000 });
    same(await callTimes(given, { ...fixed, max_attempts: 2 }, { error }), [0, 5000]);
  }),
  scenario("waits by the policy when the error asks for less, or for no time at all", async (given) => {
    for (const retryAfterMs of [1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const error = new ActionError({ code: "BUSY", message: "later", retryAfterMs });
      same(await callTimes(given, { ...fixed, max_attempts: 2 }, { error }), [0, 100]);
    }
  }),
  scenario("does not repeat an error that is not retryable", async (given) => {
    const error = new ActionError({ code: "GONE", message: "gone", retryable: false });
    same((await callTimes(given, { ...fixed, max_attempts: 3 }, { error })).length, 1);
  }),
  scenario("does not repeat an error of non_retryable_codes", async (given) => {
    const error = new ActionError({ code: "GONE", message: "gone" });
    same((await callTimes(given, { ...fixed, non_retryable_codes: ["GONE"] }, { error })).length, 1);
    same((await callTimes(given, { ...fixed, non_retryable_codes: ["OTHER"] }, { error })).length, 3);
  }),
  scenario("takes the policy from defaults for actions that set none", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("a", throws(new Error("no"))).on("b", throws(new Error("no")));
    const actions = [
      action("a", { on_error: "continue" }),
      action("b", { on_error: "continue", retry: { max_attempts: 1 } }),
    ];
    const id = await start(workflow(actions, { defaults: { retry: { ...fixed, max_attempts: 2 } } }));
    await clock.advance(1000);
    await ended(id);
    same([script.of("a").length, script.of("b").length], [2, 1]);
  }),
  scenario(
    "goes on with the first attempt that succeeds, with the same idempotency key each time",
    async (given) => {
      const { start, script, ended, clock } = await given.orchestrator();
      script.on("a", throws(new Error("no")), throws(new Error("no")), () => "yes");
      const id = await start(workflow([action("a", { retry: fixed })]));
      await clock.advance(1000);
      const { actions } = await ended(id);
      matches(actions.a, { status: "completed", output: "yes", attempts: 3, error: null });
      same(
        script.calls.map(({ attempt, idempotencyKey }) => [attempt, idempotencyKey]),
        [1, 2, 3].map((n) => [n, `${id}:a`]),
      );
    },
  ),
  scenario("is waiting between attempts", async (given) => {
    const { start, script, get } = await given.orchestrator();
    script.on("a", throws(new Error("no")));
    const id = await start(workflow([action("a", { retry: fixed })]));
    const execution = await get(id);
    same(
      [execution.status, execution.actions.a?.status, execution.actions.a?.error?.code],
      ["waiting", "waiting", "ACTION_FAILED"],
    );
  }),
  scenario("keeps code, message and details of an ActionError", async (given) => {
    const { execute, script } = await given.orchestrator();
    script.on(
      "a",
      throws(new ActionError({ code: "TEAPOT", message: "short and stout", details: { at: new Date(0) } })),
    );
    const { execution } = await execute(workflow([action("a")]));
    same(execution.error, {
      code: "TEAPOT",
      message: "short and stout",
      action_id: "a",
      attempt: 1,
      details: { at: "1970-01-01T00:00:00.000Z" },
    });
  }),
  ...(
    [
      ["text", "thrown text", 'Action "a" failed: thrown text.'],
      ["undefined", undefined, 'Action "a" failed: undefined.'],
      [
        "an object without a text",
        Object.create(null),
        'Action "a" failed: something that has no text was thrown.',
      ],
      ["an error of another realm", { message: "from afar." }, 'Action "a" failed: from afar.'],
    ] as const
  ).map(([what, thrown, message]) =>
    scenario(`makes an ACTION_FAILED of ${what}`, async (given) => {
      const { execute, script } = await given.orchestrator();
      script.on("a", throws(thrown));
      const { execution } = await execute(workflow([action("a")]));
      matches(execution.error, { code: "ACTION_FAILED", message });
    }),
  ),
]);
