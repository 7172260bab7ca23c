import { Admission } from "./admission";
import type { Ticket } from "./ticket";

const ticket = (executionId: string, rest: Partial<Ticket> = {}): Ticket => ({
  executionId,
  workflowId: "w",
  gate: null,
  isChild: false,
  ...rest,
});
const one = { gate: { key: "k", limit: 1 } };

/** An admission, and whom it called; they are at work as soon as they are called. */
function setUp(runningExecutions = 100) {
  const begun: string[] = [];
  const admission: Admission = new Admission({
    limits: { runningExecutions },
    begin: (id) => {
      begun.push(id);
      admission.count(id, true);
    },
  });
  const end = (of: Ticket): void => {
    admission.count(of.executionId, false);
    admission.release(of);
  };
  return { admission, begun, end };
}

describe("a workflow's concurrency", () => {
  it("does not concern a workflow that has none", () => {
    const { admission, begun } = setUp();
    for (const id of ["a", "b"]) admission.admit(ticket(id));
    expect([begun, admission.waiting]).toEqual([["a", "b"], 0]);
  });

  it("lets as many run as its limit says, the others in their order", () => {
    const { admission, begun, end } = setUp();
    const [a, b, c] = [ticket("a", one), ticket("b", one), ticket("c", one)];
    for (const each of [a, b, c, b]) admission.admit(each);
    expect([begun, admission.waiting]).toEqual([["a"], 2]);
    end(a);
    expect([begun, admission.waiting]).toEqual([["a", "b"], 1]);
  });

  it("forgets one that leaves while it waits", () => {
    const { admission, begun, end } = setUp();
    const [a, b, c] = [ticket("a", one), ticket("b", one), ticket("c", one)];
    for (const each of [a, b, c]) admission.admit(each);
    admission.release(b);
    admission.release(b);
    end(a);
    expect([begun, admission.waiting]).toEqual([["a", "c"], 0]);
  });

  it("gives one its place again that has not left it", () => {
    const { admission, begun } = setUp();
    admission.admit(ticket("a", one));
    admission.admit(ticket("a", one));
    expect(begun).toEqual(["a", "a"]);
  });

  it("counts those that began before a restart", () => {
    const { admission, begun } = setUp();
    const running = ticket("a", one);
    admission.resume(running);
    admission.resume(ticket("other"));
    admission.admit(ticket("b", one));
    expect(begun).toEqual([]);
    admission.release(running);
    expect(begun).toEqual(["b"]);
  });
});

describe("the process's limit", () => {
  it("lets so many be at work; whoever waits for something makes place", () => {
    const { admission, begun } = setUp(2);
    for (const id of ["a", "b", "c", "d"]) admission.admit(ticket(id));
    expect([begun, admission.waiting]).toEqual([["a", "b"], 2]);
    admission.count("a", false);
    expect([begun, admission.waiting]).toEqual([["a", "b", "c"], 1]);
    // It goes on: for a while there is one more than the limit says.
    admission.count("a", true);
    admission.count("b", false);
    expect(begun).toEqual(["a", "b", "c"]);
    admission.count("c", false);
    expect(begun).toEqual(["a", "b", "c", "d"]);
  });

  it("counts who was called and has not begun yet", () => {
    const begun: string[] = [];
    const admission = new Admission({
      limits: { runningExecutions: 1 },
      begin: (id) => void begun.push(id),
    });
    for (const id of ["a", "b"]) admission.admit(ticket(id));
    expect(begun).toEqual(["a"]);
    // What sleeps is read from its journal first, and then asks once more.
    admission.admit(ticket("a"));
    expect(begun).toEqual(["a", "a"]);
    admission.release(ticket("a"));
    expect(begun).toEqual(["a", "a", "b"]);
  });

  it("never holds up a child, whose parent would wait for ever", () => {
    const { admission, begun } = setUp(1);
    admission.admit(ticket("a"));
    admission.admit(ticket("child", { isChild: true }));
    expect(begun).toEqual(["a", "child"]);
  });

  it("lets workflows take turns, so that the flood of one does not hold up another", () => {
    const { admission, begun, end } = setUp(1);
    const flood = Array.from({ length: 1000 }, (_, index) => ticket(`flood ${index}`));
    const others = [ticket("x", { workflowId: "x" }), ticket("y", { workflowId: "y" })];
    for (const each of [...flood, ...others]) admission.admit(each);
    expect(admission.waiting).toBe(1001);
    for (let turns = 0; turns < 6; turns++) end(ticket(begun.at(-1) as string));
    expect(begun).toEqual(["flood 0", "flood 1", "x", "y", "flood 2", "flood 3", "flood 4"]);
  });

  it("takes one out of its lane that leaves while it waits", () => {
    const { admission, begun, end } = setUp(1);
    const tickets = ["a", "b", "c"].map((id) => ticket(id));
    for (const each of tickets) admission.admit(each);
    admission.release(ticket("b"));
    admission.release(ticket("b"));
    expect(admission.waiting).toBe(1);
    end(ticket("a"));
    end(ticket("c"));
    expect([begun, admission.waiting]).toEqual([["a", "c"], 0]);
  });
});
