import type { Heading, Image, Link, Prose, TextDocument } from "./types.ts";

// Their text is no prose: code, navigation, or nothing that is shown.
const SKIPPED = new Set(["pre", "script", "style", "template", "noscript", "svg", "textarea", "nav"]);

const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

// Tags at which a run of text ends. All others are parts of a sentence.
const BLOCKS = new Set(
  (
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer " +
    "form header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

// Words in these alone make no sentence: an entry of a table of contents, a signature.
const APART = ["a", "code", "kbd", "samp"];

type Attributes = Readonly<Record<string, string | undefined>>;

/** Text that no block has interrupted so far. */
interface Run {
  text: string;
  /** Where its first word is. */
  line: number | undefined;
  /** Whether there are words that stand neither in a link nor in code. */
  hasWords: boolean;
}

/** Takes the tags and texts of an HTML document in their order and keeps what a review needs. */
export class DocumentBuilder {
  /** The line of the source that is being read. */
  line = 1;

  readonly #headings: Heading[] = [];
  readonly #prose: Prose[] = [];
  readonly #links: Link[] = [];
  readonly #images: Image[] = [];
  readonly #seen = new Map<string, number>();
  readonly #open = new Map<string, number>();
  #title: string | null = null;
  #run: Run = { text: "", line: undefined, hasWords: false };
  #heading: { depth: number; line: number } | undefined;
  #link: (Link & { text: string; needsAlt: boolean; label: string; hint: string }) | undefined;
  #skipping = 0;

  /** A tag opens. */
  open(name: string, attributes: Attributes): void {
    if (BLOCKS.has(name)) this.#endBlock();
    if (HEADINGS.has(name)) this.#openHeading(name);
    if (name === "title" && this.#skipping === 0) this.#endBlock();
    if (SKIPPED.has(name)) this.#skipping += 1;
    if (name === "br") this.text(" ");
    if (name === "img") this.#addImage(attributes);
    if (name === "a") this.#openLink(attributes);
    this.#seen.set(name, this.#count(name) + 1);
    this.#open.set(name, this.#depth(name) + 1);
  }

  /** A tag closes, by itself or because another one does. */
  close(name: string): void {
    if (name === "a") this.#closeLink();
    if (name === "title") this.#closeTitle();
    if (HEADINGS.has(name)) this.#closeHeading();
    if (BLOCKS.has(name)) this.#endBlock();
    if (SKIPPED.has(name)) this.#skipping -= 1;
    this.#open.set(name, this.#depth(name) - 1);
  }

  /** Text between two tags. */
  text(text: string): void {
    // The words of a link count wherever it stands; a menu of links is no prose all the same.
    if (this.#link !== undefined) this.#link.text += text;
    if (this.#skipping > 0) return;
    this.#run.line ??= text.trim() === "" ? undefined : this.line;
    this.#run.text += text;
    this.#run.hasWords ||= /\p{L}/u.test(text) && APART.every((name) => this.#depth(name) === 0);
  }

  /** The document, when all of it was read. */
  finish(): TextDocument {
    this.#endBlock();
    return {
      title: this.#title ?? this.#headings.find(({ text }) => text !== "")?.text ?? null,
      headings: this.#headings,
      prose: this.#prose,
      links: this.#links,
      images: this.#images,
      code_blocks: this.#count("pre"),
      lists: this.#count("ul") + this.#count("ol"),
      tables: this.#count("table"),
    };
  }

  #count(name: string): number {
    return this.#seen.get(name) ?? 0;
  }

  #depth(name: string): number {
    return this.#open.get(name) ?? 0;
  }

  #takeRun(): Run {
    const run = this.#run;
    this.#run = { text: "", line: undefined, hasWords: false };
    return { ...run, text: clean(run.text) };
  }

  #endBlock(): void {
    // A heading is one text, whatever is in it.
    if (this.#heading !== undefined) return;
    const { text, line = this.line, hasWords } = this.#takeRun();
    if (!hasWords || this.#depth("table") > 0) return;
    this.#prose.push({ kind: this.#depth("li") > 0 ? "list_item" : "paragraph", text, line });
  }

  #openHeading(name: string): void {
    this.#closeHeading();
    this.#endBlock();
    this.#heading = { depth: Number(name.slice(1)), line: this.line };
  }

  #closeHeading(): void {
    if (this.#heading === undefined) return;
    this.#headings.push({ ...this.#heading, text: this.#takeRun().text });
    this.#heading = undefined;
  }

  #closeTitle(): void {
    // A title inside a picture names the picture.
    if (this.#skipping > 0) return;
    const { text } = this.#takeRun();
    if (text !== "") this.#title ??= text;
  }

  #addImage({ src, alt }: Attributes): void {
    this.#images.push({ src: src ?? "", described: alt !== undefined, line: this.line });
    // A logo may be all that a heading or a link consists of; in a paragraph it says nothing.
    if (this.#heading !== undefined) this.text(alt ?? "");
    else if (this.#link !== undefined) this.#link.text += alt ?? "";
    if (this.#link !== undefined) this.#link.needsAlt ||= alt === undefined;
  }

  #openLink({ href, "aria-label": label, title }: Attributes): void {
    this.#closeLink();
    // An anchor without an address is a target, not a link.
    if (href === undefined) return;
    const { line } = this;
    this.#link = { text: "", label: label ?? "", hint: title ?? "", needsAlt: false, href, line };
  }

  #closeLink(): void {
    if (this.#link === undefined) return;
    const { text, label, hint, ...link } = this.#link;
    this.#links.push({ ...link, text: clean(label) || clean(text) || clean(hint) });
    this.#link = undefined;
  }
}

function clean(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
