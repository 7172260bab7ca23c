import { settle } from "./virtual-clock";
import { everything, finishEverything } from "./everything";
import { holds, throws } from "./script";
import { action, type TestOrchestrator, workflow } from "./test-orchestrator";

/** What is recorded once for each format of the journal, by name: between them every event there is. */
export const histories: Readonly<Record<string, (test: TestOrchestrator) => Promise<void>>> = {
  async everything(test) {
    const id = await everything(test);
    await settle();
    await finishEverything(test, id);
  },

  async cancelled({ start, script, workflows, clock, until }) {
    script.on("fetch", holds);
    const listen = { action_id: "listen", action_type: "wait_for_signal", config: { signal: "go" } };
    const id = await start(
      workflow(
        [action("begin", { compensate: { action_type: "undo", config: {} } }), action("fetch"), listen],
        {
          on_failure: [action("tidy", { config: { why: "{{$error.code}}" } })],
        },
      ),
    );
    await script.started("fetch");
    await workflows.pauseExecution(id, "ada");
    await workflows.signalExecution(id, "early", { zero: 0, no: false, empty: "", none: null }, "bob");
    await workflows.resumeExecution(id, "ada");
    await workflows.cancelExecution(id, "ada", { reason: "wrong input" });
    await clock.advance(10_000);
    await until(id, "cancelled");
  },

  async retried({ start, script, workflows, ended }) {
    script.on("a", throws(new Error("once")), () => ({ text: "später \u{1f600}" }));
    const retry = { max_attempts: 1 };
    const id = await start(
      workflow(
        [
          action("first"),
          action("a", { retry, depends_on: "first" }),
          action("b", { config: { returns: "{{a.text}}" } }),
        ],
        {
          outputs: { text: "{{b}}" },
        },
      ),
    );
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await ended(id);
    await workflows.rerunExecution(id, "bob");
    await settle();
  },

  async timeouts({ start, script, clock }) {
    script.on("slow", holds);
    const signal = { signal: "never", timeout_seconds: 5 };
    await start(
      workflow([
        action("slow", { timeout_seconds: 1, on_error: "continue" }),
        action("b", { depends_on: "slow" }),
      ]),
    );
    await start(workflow([{ action_id: "listen", action_type: "wait_for_signal", config: signal }]));
    await start(
      workflow([{ action_id: "nap", action_type: "wait", config: { seconds: 100 } }], {
        timeout_seconds: 10,
      }),
    );
    await clock.advance(20_000);
  },

  async unfinished({ start, script, create, workflows }) {
    script.on("fetch", holds);
    const parameters = [{ name: "key", type: "string", secret: true }];
    await start(workflow([action("fetch"), action("b", { depends_on: "fetch" })], { parameters }), {
      key: "hunter2",
    });
    await start(workflow([{ action_id: "nap", action_type: "wait", config: { seconds: 3600 } }]));
    const limited = await create(workflow([action("fetch")], { concurrency: { limit: 1 } }));
    await workflows.startWorkflow(limited, {}, "ada");
    await workflows.startWorkflow(limited, {}, "ada");
    await settle();
  },
};
