import { memory } from "../memory";
import { mapMethods, wrapStorage } from "./wrap-storage";

it("wrapStorage passes on what it does not change, and leaves out what there is not", async () => {
  const inner = memory();
  const mark = { workflow_id: "w", trigger: 0, source: "/x", event_id: "1" };
  const wrapped = wrapStorage(inner, { name: "wrapped", unfinished: () => [] });
  await wrapped.markEvent({ ...mark, time: 1 });
  expect([wrapped.name, await wrapped.unfinished(), await inner.isMarked(mark)]).toEqual([
    "wrapped",
    [],
    true,
  ]);
  expect(wrapped.abilities).toBe(inner.abilities);
  expect("encryptionKey" in wrapped).toBe("encryptionKey" in inner);
});

it("mapMethods changes each method that there is, bound to its storage", async () => {
  const asked: string[] = [];
  const counted = mapMethods(memory(), (name, method) => (...given) => {
    asked.push(name);
    return method(...given);
  });
  expect([await counted.read?.("x"), await counted.unfinished?.()]).toEqual([[], []]);
  expect([asked, Object.keys(counted).includes("name")]).toEqual([["read", "unfinished"], false]);
});
