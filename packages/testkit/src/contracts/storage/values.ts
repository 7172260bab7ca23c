import type { Json } from "@tutti/core";
import type { Storage } from "@tutti/core/runtime";
import { same } from "../check";
import { aCommit, aCommitOf, aRecord } from "./samples";
import { type StorageCase, type StorageGroup, storageCase } from "./storage-case";

/** A value after it was stored wherever JSON is stored: in an entry, in a row's error, in a definition. */
async function storedEverywhere(storage: Storage, value: Json): Promise<unknown[]> {
  await storage.append(aCommitOf("x", value));
  await storage.append(aCommit("y", [1], { row: { error: { value } } }));
  await storage.putWorkflow(aRecord("w", { definition: { name: "w", value } }));
  const [entry] = await storage.read("x");
  const row = await storage.getExecution("y");
  const listed = (await storage.listExecutions({ limit: 10, correlation_id: "y" })).rows[0];
  const record = await storage.getWorkflow("w");
  const holders = [entry?.data, row?.error, listed?.error, record?.definition] as { value: unknown }[];
  return holders.map((holder) => holder.value);
}

function keeps(what: string, value: Json): StorageCase {
  return storageCase(`keeps ${what}`, async (storage) => {
    same(await storedEverywhere(storage, value), [value, value, value, value]);
  });
}

/** Made anew for each case, for it has a key that a literal can't have. */
const dangerousKeys = (): Json =>
  JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"toString":2,"":3,"a.b":4}',
  ) as Json;

function nested(depth: number): Json {
  let value: Json = "bottom";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { down: value };
  return value;
}

const plainValues: StorageCase[] = [
  keeps("0", 0),
  keeps("false", false),
  keeps("an empty text", ""),
  keeps("null", null),
  keeps("an empty list", []),
  keeps("an empty object", {}),
  keeps("falsy values inside lists and objects", { list: [0, false, "", null, [], {}], zero: 0, none: null }),
  keeps("texts that look like other values", ["0", "null", "true", "{}", "2026-01-01", "0x10", "1e3", " "]),
  storageCase("keeps the difference between null and a key that is not there", async (storage) => {
    await storage.append(aCommit("x", [1], { data: { none: null } }));
    const data = (await storage.read("x"))[0]?.data ?? {};
    same([Object.keys(data), "other" in data], [["none"], false]);
  }),
  storageCase("keeps the order of keys", async (storage) => {
    await storage.append(aCommit("x", [1], { data: { zebra: 1, apple: 2, mango: 3 } }));
    same(Object.keys((await storage.read("x"))[0]?.data ?? {}), ["zebra", "apple", "mango"]);
  }),
];

const numbers: StorageCase[] = [
  keeps("numbers up to the limits of exactness", [
    2 ** 53 - 1,
    -(2 ** 53 - 1),
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
  ]),
  keeps("numbers up to the limits of size", [1e308, -1e308, 5e-324, 1.797_693_134_862_315_7e308]),
  keeps("fractions", [0.1, 0.1 + 0.2, -1.5, 1 / 3, 1e-7]),
  storageCase("gives -0 back as a zero", async (storage) => {
    const stored = await storedEverywhere(storage, -0);
    same(
      stored.map((value) => value === 0),
      [true, true, true, true],
    );
  }),
  storageCase("keeps times beyond 32 bits, and fractions of a ms", async (storage) => {
    const row = { created_at: 253_402_300_799_999, started_at: 1_767_225_600_000.25, wakes_at: 0 };
    await storage.append(aCommit("x", [1], { row }));
    const stored = await storage.getExecution("x");
    same([stored?.created_at, stored?.started_at, stored?.wakes_at], Object.values(row));
  }),
];

const texts: StorageCase[] = [
  keeps("emoji, also those of several code points", "🎉 👩‍👩‍👧‍👦 🏳️‍🌈"),
  keeps("scripts of all directions", "שלום مرحبا ‮לאמש‬ नमस्ते 你好 𠜎"),
  keeps("combining characters as they are, without normalising them", ["é", "e\u0301", "ﬁ", "Å", "Å"]),
  keeps("the NUL character and other control characters", "a\u0000b\u0001\u001F\u007F\u2028\u2029\r\n\t"),
  keeps("surrogates without their half", ["\uD800", "a\uDC00b"]),
  keeps(
    "quotes, backslashes and what looks like SQL",
    `'";-- \\ \\u0000 %s ' OR 1=1; DROP TABLE x; ?1 :a @b $c`,
  ),
  keeps("texts in keys", { "🎉": 1, "e\u0301": 2, é: 3, "a\nb": 4 }),
  storageCase("keeps such texts in rows and records, and finds them", async (storage) => {
    for (const [n, text] of ["🎉 ü 你好", "e\u0301", 'it\'s "quoted"', "100%_", "a\\b"].entries()) {
      const row = { workflow_id: text, workflow_name: text, created_by: text, correlation_id: text };
      await storage.append(aCommit(`x${n}`, [1], { row, idempotency_key: text }));
      await storage.putWorkflow(
        aRecord(text, { created_by: text, definition: { name: text, tags: [text] } }),
      );
      const query = { limit: 10, workflow_id: text, created_by: text, correlation_id: text };
      const [found, ...others] = (await storage.listExecutions(query)).rows;
      same(
        [found?.workflow_name, others, await storage.findByIdempotencyKey(text, text)],
        [text, [], `x${n}`],
      );
      const records = await storage.listWorkflows({ limit: 10, text, tag: text, created_by: text });
      same([records.rows.length, (await storage.getWorkflow(text))?.created_by], [1, text]);
    }
  }),
];

const shapes: StorageCase[] = [
  storageCase("keeps keys that mean something to JavaScript, and lets them mean nothing", async (storage) => {
    const text = JSON.stringify(dangerousKeys());
    const stored = await storedEverywhere(storage, dangerousKeys());
    same(
      stored.map((value) => JSON.stringify(value)),
      [text, text, text, text],
    );
    same(({} as { polluted?: boolean }).polluted, undefined);
  }),
  keeps("deep nesting", nested(200)),
  keeps("a text of 1 MiB", "0123456789abcdef".repeat(65_536)),
  keeps("1 MiB of text that needs several bytes a character", "é你🎉x".repeat(104_858)),
  keeps(
    "a list of 100,000 numbers",
    Array.from({ length: 100_000 }, (_, n) => n),
  ),
  keeps(
    "an object of 10,000 keys",
    Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`key ${n}`, n])),
  ),
  storageCase("keeps several big payloads in one commit", async (storage) => {
    const data = { text: "x".repeat(1_048_576) };
    await storage.append(aCommit("x", [1, 2, 3], { data }));
    same(
      (await storage.read("x")).map((entry) => (entry.data.text as string).length),
      [1_048_576, 1_048_576, 1_048_576],
    );
  }),
];

/** What is stored comes back exactly. */
export const values: readonly StorageGroup[] = [
  { title: "values", cases: plainValues },
  { title: "numbers", cases: numbers },
  { title: "texts", cases: texts },
  { title: "shapes and sizes", cases: shapes },
];
