import { TuttiError } from "../errors";
import type { Json, JsonObject } from "../json/json";
import { isObject } from "../json/normalise";
import type { CloudEvent } from "../ports";
import { decodeHeader, encodeHeader } from "./header-text";

/** `structured`: the whole event is the body. `binary`: its data is the body, and the rest is in headers. */
export type HttpMode = "structured" | "binary";

/** An event as an HTTP message. */
export interface HttpMessage {
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP message that came in, of a request or an answer. */
export interface IncomingHttpMessage {
  /** Their names in any case; Node's `IncomingHttpHeaders` fit. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
}

/** An event from elsewhere: what CloudEvents leaves open may be missing, and it can have further attributes. */
export type IncomingEvent = Pick<CloudEvent, "specversion" | "id" | "source" | "type" | "data"> &
  Partial<Omit<CloudEvent, "datacontenttype">> & {
    readonly datacontenttype?: string;
    readonly [extension: string]: Json | undefined;
  };

const STRUCTURED = "application/cloudevents+json";
const BATCH = "application/cloudevents-batch+json";
const PREFIX = "ce-";

/** Attributes that are whole numbers; headers have texts only. */
const NUMBERS = new Set(["sequence", "position"]);

/**
 * An event as CloudEvents' HTTP binding has it.
 *
 * @example
 * const { headers, body } = encodeHttp(event, "binary");
 * await fetch("https://example.org/events", { method: "POST", headers, body });
 */
export function encodeHttp(event: CloudEvent, mode: HttpMode = "structured"): HttpMessage {
  if (mode === "structured")
    return { headers: { "content-type": `${STRUCTURED}; charset=utf-8` }, body: JSON.stringify(event) };
  const { data, datacontenttype, ...attributes } = event;
  const headers = Object.entries(attributes)
    .filter(([, value]) => (value as unknown) !== undefined)
    .map(([name, value]) => [PREFIX + name, encodeHeader(String(value))] as const);
  return {
    headers: { "content-type": datacontenttype, ...Object.fromEntries(headers) },
    body: JSON.stringify(data),
  };
}

/**
 * Reads an event of CloudEvents 1.0 out of an HTTP message, in either mode. Data that is JSON is read, other data
 * stays the text it is.
 *
 * Throws `INVALID_CLOUD_EVENT` for what is no such event.
 *
 * @example
 * const event = decodeHttp({ headers: request.headers, body });
 * await events.publish({ id: event.id, source: event.source, type: event.type, data: event.data });
 */
export function decodeHttp({ headers, body }: IncomingHttpMessage): IncomingEvent {
  const byName = lowerCase(headers);
  const type = byName.get("content-type") ?? "";
  const text = typeof body === "string" ? body : decodeText(body);
  const media = type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (media === BATCH) throw invalid("it is a batch", "Send one event per request.");
  return media === STRUCTURED ? structured(text) : binary(byName, type, text);
}

function structured(text: string): IncomingEvent {
  const event = parse(text, "the body");
  if (!isObject(event)) throw invalid("the body is no JSON object", "Send the event as a JSON object.");
  return checked({ data: null, ...event });
}

function binary(headers: ReadonlyMap<string, string>, contentType: string, text: string): IncomingEvent {
  const attributes: Record<string, Json> = {};
  for (const [name, value] of headers) {
    if (!name.startsWith(PREFIX)) continue;
    const decoded = decodeHeader(value);
    if (decoded === undefined) throw invalid(`header ${name} is not percent-encoded UTF-8`, "Encode it so.");
    const key = name.slice(PREFIX.length);
    attributes[key] = NUMBERS.has(key) && /^\d+$/.test(decoded) ? Number(decoded) : decoded;
  }
  if (contentType !== "") attributes["datacontenttype"] = contentType;
  return checked({ ...attributes, data: dataOf(contentType, text) });
}

function dataOf(contentType: string, text: string): Json {
  if (text === "") return null;
  const isJson = contentType === "" || /^[^;]*[/+]json\s*(;|$)/i.test(contentType);
  return isJson ? parse(text, "the data") : text;
}

/** Is it an event of CloudEvents 1.0? */
function checked(event: JsonObject): IncomingEvent {
  if (event["specversion"] !== "1.0")
    throw invalid(`specversion is ${shown(event["specversion"])}`, 'Send "1.0".');
  for (const name of ["id", "source", "type"] as const) checkText(event, name);
  for (const name of ["subject", "datacontenttype", "dataschema", "correlationid"])
    if (Object.hasOwn(event, name)) checkText(event, name);
  checkTime(event["time"]);
  for (const [name, value] of Object.entries(event)) checkAttribute(name, value);
  return event as unknown as IncomingEvent;
}

function checkText(event: JsonObject, name: string): void {
  const value = event[name];
  if (typeof value !== "string" || value === "")
    throw invalid(`${name} is ${shown(value)}`, "Send a text that is not empty.");
}

function checkTime(time: Json | undefined): void {
  if (time === undefined) return;
  const isTime = typeof time === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time);
  if (!isTime || Number.isNaN(Date.parse(time)))
    throw invalid(`time is ${shown(time)}`, "Send a time as RFC 3339 has it, such as 2026-01-31T09:00:00Z.");
}

function checkAttribute(name: string, value: Json): void {
  if (name === "data" || name === "data_base64") return;
  if (!/^[a-z0-9]+$/.test(name))
    throw invalid(`there is an attribute ${shown(name)}`, "Use lower-case letters and digits.");
  const isWhole = Number.isSafeInteger(value);
  if (typeof value !== "string" && typeof value !== "boolean" && !isWhole)
    throw invalid(`${name} is ${shown(value)}`, "Send a text, a whole number, true or false.");
}

function lowerCase(headers: IncomingHttpMessage["headers"]): Map<string, string> {
  const byName = new Map<string, string>();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined)
      byName.set(name.toLowerCase(), typeof value === "string" ? value : value.join(", "));
  return byName;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw invalid("the body is no UTF-8", "Send UTF-8.", error);
  }
}

function parse(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalid(`${what} is no JSON`, "Send JSON, or say what it is in the content type.", error);
  }
}

function shown(value: Json | undefined): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
}

function invalid(problem: string, fix: string, cause?: unknown): TuttiError {
  return TuttiError.of("INVALID_CLOUD_EVENT", { problem, fix }, cause);
}
