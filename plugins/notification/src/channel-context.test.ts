import { DeliveryContext } from "./channel-context";
import { fakeContext } from "./testing/fake-context";

describe("DeliveryContext", () => {
  it("hands on what the action has, with a key of the channel's own", () => {
    const { heartbeat, emit, userId, records, idempotencyKey, ...shared } = fakeContext();
    const context = new DeliveryContext({ ...shared, heartbeat, emit, userId, idempotencyKey }, "sms");
    const read = Object.keys(shared).map((key) => [key, context[key as keyof DeliveryContext]]);
    expect(Object.fromEntries(read)).toEqual(shared);
    expect(context.idempotencyKey).toBe("key-1:sms");
    expect(records).toEqual([]);
  });

  it("makes the engine make nothing that the channel doesn't look at", () => {
    const asked: PropertyKey[] = [];
    const watched = new Proxy(fakeContext(), {
      get(target, key) {
        asked.push(key);
        return target[key as keyof typeof target];
      },
    });
    const context = new DeliveryContext(watched, "log");
    expect(context.attempt).toBe(1);
    expect(asked).toEqual(["attempt"]);
  });
});
