import { same } from "../check";
import { group, nap, scenario, workflow } from "./scenario";

/** The action `wait`. */
export const waiting = group("waiting", [
  ...(
    [
      [{ seconds: 90 }, 90_000, "2026-01-01T00:01:30.000Z"],
      [{ seconds: "{{minutes * 60}}" }, 120_000, "2026-01-01T00:02:00.000Z"],
      [{ until: "2026-01-01T00:00:05Z" }, 5000, "2026-01-01T00:00:05.000Z"],
      [{ until: "2026-01-01T01:00:05+01:00" }, 5000, "2026-01-01T00:00:05.000Z"],
    ] as const
  ).map(([config, ms, until]) =>
    scenario(`waits as ${JSON.stringify(config)} says, not a ms less`, async (given) => {
      const { start, clock, get, ended } = await given.orchestrator();
      const id = await start(
        workflow([nap("a", config)], {
          parameters: [{ name: "minutes", type: "integer", default_value: 2 }],
        }),
      );
      await clock.advance(ms - 1);
      same((await get(id)).status, "waiting");
      await clock.advance(1);
      same((await ended(id)).actions.a?.output, { until });
    }),
  ),
  ...([{ seconds: 0 }, { until: "2020-02-02T00:00:00Z" }] as const).map((config) =>
    scenario(`goes on at once after ${JSON.stringify(config)}`, async (given) => {
      const { execute } = await given.orchestrator();
      same((await execute(workflow([nap("a", config)]))).success, true);
    }),
  ),
  ...(["tomorrow", "2026-01-01T00:00:05", "2026-01-01", "1", "2026-99-01T00:00:00Z"] as const).map((until) =>
    scenario(`fails for ${until}, which is no point in time`, async (given) => {
      const { execute } = await given.orchestrator();
      const parameters = [{ name: "until", type: "string" }];
      const { execution } = await execute(workflow([nap("a", { until: "{{until}}" })], { parameters }), {
        until,
      });
      same(execution.error?.code, "INVALID_WAIT");
    }),
  ),
  scenario("keeps nothing running", async (given) => {
    const { start, get, clock } = await given.orchestrator();
    const id = await start(workflow([nap("a", { seconds: 60 })]));
    same([(await get(id)).actions.a?.status, clock.size], ["waiting", 1]);
  }),
]);

/** The action `fail`. */
export const fail = group("fail", [
  scenario("fails with the author's code and message, and is never repeated", async (given) => {
    const { execute } = await given.orchestrator();
    const stock = {
      action_id: "stock",
      action_type: "fail",
      config: { code: "OUT_OF_STOCK", message: "No {{what}} left." },
      retry: { max_attempts: 5 },
    };
    const { execution } = await execute(
      workflow([stock], { parameters: [{ name: "what", type: "string" }] }),
      { what: "tea" },
    );
    same(execution.error, {
      code: "OUT_OF_STOCK",
      message: "No tea left.",
      action_id: "stock",
      attempt: 1,
    });
  }),
]);
