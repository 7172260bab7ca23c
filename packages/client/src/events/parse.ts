/** A message of a stream of server-sent events. */
export interface Message {
  readonly event: string;
  /** Undefined: there was an id alone, which is no event, but the place to go on behind. */
  readonly data: string | undefined;
  /** The newest id that the stream has given, with this message or before; undefined: none. */
  readonly id: string | undefined;
}

/**
 * Reads server-sent events, as the HTML standard defines them, from text that comes in pieces.
 *
 * @example
 * const read = messageReader();
 * read("id: 1\ndata: {"); // []
 * read("}\n\n"); // [{ event: "message", data: "{}", id: "1" }]
 */
export function messageReader(): (text: string) => Message[] {
  let rest = "";
  const block = new Block();
  return (text) => {
    // A carriage return at the end may be half of a line's end.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    return lines.map((line) => block.take(line)).filter((message) => message !== undefined);
  };
}

/** The lines up to an empty one. */
class Block {
  private id: string | undefined;
  private event = "";
  private data: string[] = [];
  private hasId = false;

  take(line: string): Message | undefined {
    if (line === "") return this.end();
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data") this.data.push(value);
    if (field === "event") this.event = value;
    if (field === "id" && !value.includes("\0")) {
      this.id = value;
      this.hasId = true;
    }
    return undefined;
  }

  private end(): Message | undefined {
    const { data, event, hasId, id } = this;
    this.event = "";
    this.data = [];
    this.hasId = false;
    if (data.length === 0 && !hasId) return undefined;
    return {
      event: event === "" ? "message" : event,
      data: data.length === 0 ? undefined : data.join("\n"),
      id,
    };
  }
}
