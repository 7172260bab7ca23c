import { memory } from "../memory";
import { mapMethods, wrapStorage } from "./wrap-storage";

it("wrapStorage passes on what it does not change, and leaves out what there is not", async () => {
  const inner = memory();
  const place = { cron: "* * * * *", timezone: "UTC", seen_until: 1 };
  const schedule = { workflow_id: "w", trigger: 0, ...place, due: [], last_execution_id: null };
  const wrapped = wrapStorage(inner, { name: "wrapped", unfinished: () => [] });
  await wrapped.putSchedules("w", [schedule]);
  expect([wrapped.name, await wrapped.unfinished(), await inner.listSchedules()]).toEqual([
    "wrapped",
    [],
    [schedule],
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
