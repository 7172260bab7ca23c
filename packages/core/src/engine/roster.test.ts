import { memory } from "../memory";
import { action, holds, testOrchestrator, workflow } from "./testing";
import { wrapStorage } from "../ports";

it("a storage that lists the same unfinished executions again is refused, not read for ever", async () => {
  const inner = memory();
  const first = await testOrchestrator({ storage: inner });
  first.script.on("a", holds);
  await first.start(workflow([action("a")]));
  await first.orchestrator.stop({ deadlineMs: 0 });
  const storage = wrapStorage(inner, { unfinished: () => inner.unfinished() });
  await expect(testOrchestrator({ storage })).rejects.toMatchObject({ code: "STORAGE_CORRUPT" });
});
