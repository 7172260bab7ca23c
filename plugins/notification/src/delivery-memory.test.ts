import { DeliveryMemory } from "./delivery-memory";

const delivery = (channel: string) => ({ channel, status: "delivered", id: `${channel}-1` }) as const;

describe("DeliveryMemory", () => {
  it("finds what an action has delivered, and in which attempt", () => {
    const memory = new DeliveryMemory();
    memory.keep("one", delivery("a"), 1);
    memory.keep("one", delivery("b"), 2);
    expect(memory.find("one", "a")).toEqual({ ...delivery("a"), attempt: 1 });
    expect(memory.find("one", "b")).toEqual({ ...delivery("b"), attempt: 2 });
    expect(memory.find("one", "c")).toBeUndefined();
    expect(memory.find("two", "a")).toBeUndefined();
  });

  it("forgets an action", () => {
    const memory = new DeliveryMemory();
    memory.keep("one", delivery("a"), 1);
    memory.forget("one");
    expect(memory.find("one", "a")).toBeUndefined();
  });

  it("forgets the oldest action when there are too many", () => {
    const memory = new DeliveryMemory(2);
    for (const key of ["one", "two", "three"]) memory.keep(key, delivery("a"), 1);
    const known = (key: string) => memory.find(key, "a") !== undefined;
    expect(["one", "two", "three"].map(known)).toEqual([false, true, true]);
  });
});
