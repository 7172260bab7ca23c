import { createOrchestrator, type Orchestrator } from "@tutti/core";
import { InOrder } from "./in-order";

let orchestrator: Orchestrator;

beforeEach(async () => {
  orchestrator = await createOrchestrator();
});
afterEach(() => orchestrator.stop());

test("things are done between the events of before and those of after", async () => {
  const { events } = orchestrator;
  const seen: string[] = [];
  const inOrder = new InOrder(events);
  events.subscribe({}, (event) => {
    if (!inOrder.take(event)) seen.push(event.type);
  });
  void events.publish({ type: "one" });
  inOrder.add(() => seen.push("between"));
  void events.publish({ type: "two" });
  expect(seen).toEqual([]);
  await new Promise(setImmediate);
  expect(seen).toEqual(["one", "between", "two"]);
});

test("nothing is lost when no event comes any more", () => {
  const seen: string[] = [];
  const inOrder = new InOrder(orchestrator.events);
  inOrder.add(() => seen.push("late"));
  inOrder.flush();
  inOrder.flush();
  expect(seen).toEqual(["late"]);
});
