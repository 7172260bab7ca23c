import { HTTP, type CloudEvent as SdkEvent, type Message } from "cloudevents";
import { assert, jsonValue, property, string } from "fast-check";
import { settle, testOrchestrator, action, workflow } from "../engine/testing";
import type { CloudEvent } from "../ports";
import { decodeHttp, encodeHttp, type HttpMode } from "./http";

const MODES: readonly HttpMode[] = ["structured", "binary"];

const published: CloudEvent = {
  specversion: "1.0",
  id: "4711",
  source: "/shop",
  type: "order.paid",
  subject: "7",
  time: "2026-01-01T00:00:00.000Z",
  datacontenttype: "application/json",
  correlationid: "order-1",
  position: 12,
  priority: "high",
  data: { total: 20, lines: [1, null, { text: "Grüße" }] },
};

/** What the official SDK reads. */
function sdk(message: Message): SdkEvent<unknown> {
  expect(HTTP.isEvent(message)).toBe(true);
  const event = HTTP.toEvent(message) as SdkEvent<unknown>;
  expect(event.validate()).toBe(true);
  return event;
}

describe.each(MODES)("an event in %s mode", (mode) => {
  it("is what the official SDK reads", () => {
    const event = sdk({ ...encodeHttp(published, mode) });
    const { id, source, type, subject, time, data, specversion, datacontenttype } = event;
    expect({ id, source, type, subject, time, data, specversion, datacontenttype }).toEqual({
      id: "4711",
      source: "/shop",
      type: "order.paid",
      subject: "7",
      time: "2026-01-01T00:00:00.000Z",
      data: published.data,
      specversion: "1.0",
      datacontenttype: "application/json",
    });
    expect([event["correlationid"], event["priority"], Number(event["position"])]).toEqual([
      "order-1",
      "high",
      12,
    ]);
  });

  it("is read back as it was", () => {
    expect(decodeHttp(encodeHttp(published, mode))).toEqual(published);
  });

  it("is read from what the official SDK writes", () => {
    const event = sdk({ ...encodeHttp(published, "structured") });
    const message = mode === "binary" ? HTTP.binary(event) : HTTP.structured(event);
    // Over the wire all values are texts.
    const headers = Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    );
    const read = decodeHttp({ headers, body: String(message.body) });
    expect(read).toMatchObject({ id: "4711", source: "/shop", type: "order.paid", data: published.data });
  });

  it("can be any event of an execution", async () => {
    const { execute, seen } = await testOrchestrator();
    await execute(workflow([action("a")]));
    await settle();
    expect(seen.length).toBeGreaterThan(4);
    for (const event of seen) {
      expect(sdk({ ...encodeHttp(event, mode) }).id).toBe(event.id);
      expect(decodeHttp(encodeHttp(event, mode))).toEqual(event);
    }
  });

  it("keeps any text in any attribute", () => {
    const text = string({ unit: "grapheme", minLength: 1 });
    assert(
      property(text, text, text, jsonValue(), (id, source, subject, value) => {
        const data = JSON.parse(JSON.stringify(value)) as CloudEvent["data"];
        const event = { ...published, id, source, subject, data };
        const { headers, body } = encodeHttp(event, mode);
        for (const header of Object.values(headers)) expect(header).toMatch(/^[ -~]*$/);
        expect(decodeHttp({ headers, body })).toEqual(event);
      }),
    );
  });
});

describe("an event from elsewhere", () => {
  const headers = { "CE-SpecVersion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t" };

  it("may leave out what CloudEvents leaves open", () => {
    expect(decodeHttp({ headers, body: "" })).toEqual({
      specversion: "1.0",
      id: "1",
      source: "/s",
      type: "t",
      data: null,
    });
  });

  it("may have bytes as its body, quoted headers, and data that is no JSON", () => {
    const more = { ...headers, "ce-subject": '"a \\"b\\""', "content-type": "text/plain" };
    expect(decodeHttp({ headers: more, body: new TextEncoder().encode("é") })).toMatchObject({
      subject: 'a "b"',
      datacontenttype: "text/plain",
      data: "é",
    });
  });

  it("may have extensions, and data in base64", () => {
    const event = {
      specversion: "1.0",
      id: "1",
      source: "/s",
      type: "t",
      count: 5,
      flag: true,
      data_base64: "AA==",
    };
    const message = {
      headers: { "content-type": ["application/cloudevents+json"] },
      body: JSON.stringify(event),
    };
    expect(decodeHttp(message)).toEqual({ ...event, data: null });
  });

  const json = { "content-type": "application/cloudevents+json" };
  const body = (change: object): string =>
    JSON.stringify({ specversion: "1.0", id: "1", source: "/s", type: "t", ...change });

  it.each<[string, Record<string, string>, string | Uint8Array]>([
    ["specversion is missing", {}, "{}"],
    ['specversion is "0.3"', json, body({ specversion: "0.3" })],
    ["id is missing", { ...headers, "ce-id": undefined as never }, ""],
    ['source is ""', json, body({ source: "" })],
    ["type is 5", json, body({ type: 5 })],
    ['subject is ""', json, body({ subject: "" })],
    ['time is "yesterday"', json, body({ time: "yesterday" })],
    ['time is "2026-13-99T99:99:99Z"', json, body({ time: "2026-13-99T99:99:99Z" })],
    ["time is 5", json, body({ time: 5 })],
    ['there is an attribute "some_thing"', json, body({ some_thing: "x" })],
    ["extra is [1]", json, body({ extra: [1] })],
    ["extra is 1.5", json, body({ extra: 1.5 })],
    ["the body is no JSON", json, "{"],
    ["the body is no JSON object", json, "[]"],
    ["the body is no UTF-8", json, new Uint8Array([0xff])],
    ["the data is no JSON", headers, "{"],
    ["header ce-subject is not percent-encoded UTF-8", { ...headers, "ce-subject": "%FF" }, ""],
    ["it is a batch", { "content-type": "application/cloudevents-batch+json" }, "[]"],
  ])("is refused when %s", (problem, wrong, content) => {
    const read = (): unknown => decodeHttp({ headers: wrong, body: content });
    expect(read).toThrow(expect.objectContaining({ code: "INVALID_CLOUD_EVENT" }) as Error);
    expect(read).toThrow(problem);
  });
});
