import { emitterFor, type MeshEvent } from "./events";

describe("emitterFor", () => {
  it("adds the time and the service", () => {
    const events: MeshEvent[] = [];
    emitterFor(
      "billing",
      () => 0,
      (event) => events.push(event),
    )({ type: "breaker.opened", instance: "a", reason: "b" });
    expect(events).toEqual([
      {
        type: "breaker.opened",
        time: "1970-01-01T00:00:00.000Z",
        service: "billing",
        instance: "a",
        reason: "b",
      },
    ]);
  });

  it("does nothing without a listener", () => {
    expect(() => emitterFor("billing", () => 0, undefined)({ type: "breaker.opened" })).not.toThrow();
  });

  it("turns what a listener throws into a warning", () => {
    const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const failing = (): never => {
      throw new Error("the disk is full");
    };
    emitterFor("billing", () => 0, failing)({ type: "breaker.opened" });
    expect(warn.mock.calls).toEqual([
      ["onStateChange failed for breaker.opened: Error: the disk is full", "ServiceMeshWarning"],
    ]);
    warn.mockRestore();
  });
});
