import * as fc from "fast-check";
import { messageReader } from "./parse";

const TEXT = [
  ": a heartbeat",
  "",
  "id: 1",
  "event: tutti.action.started",
  'data: {"a":',
  "data: 1}",
  "",
  "data:tight",
  "retry: 3000",
  "junk",
  "",
  "id: 9",
  "",
  "id: 2\0",
  "event: nothing to say",
  "",
  "data: as before",
  "",
  "id",
  "data",
  "",
  "",
].join("\n");

const MESSAGES = [
  { id: "1", event: "tutti.action.started", data: '{"a":\n1}' },
  { id: "1", event: "message", data: "tight" },
  { id: "9", event: "message", data: undefined },
  { id: "9", event: "message", data: "as before" },
  { id: "", event: "message", data: "" },
];

test.each([
  ["\n", TEXT],
  ["\r\n", TEXT.replaceAll("\n", "\r\n")],
])("messages, with lines that end with %j, in whatever pieces they come", (_, text) => {
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const read = messageReader();
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const pieces = places.map((place, at) => text.slice(place, places[at + 1] ?? text.length));
      expect(pieces.flatMap(read)).toEqual(MESSAGES);
    }),
  );
});

test("a message whose end has not come is none", () => {
  const read = messageReader();
  expect(read("data: 1\n")).toEqual([]);
  expect(read("\n")).toEqual([{ id: undefined, event: "message", data: "1" }]);
});
