import type { Json } from "@tutti/core";
import { Context, escape, type RenderOptions, type TemplateSpans, Writer } from "mustache";
import { asText } from "../as-text";
import { channelError } from "../errors";

/** One form of a mail as the options hold it: Mustache, with `{{name}}` for a value. */
export interface MailTemplate {
  /** Plain text; the subject of mails whose workflow gives none. */
  readonly subject?: string | undefined;
  /** The text form. Default: the message as it is. */
  readonly text?: string | undefined;
  /** The HTML form. Values in it are escaped. */
  readonly html: string;
}

/** A mail's content, filled in. */
export interface MailContent {
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html: string;
}

/** What templates can name. */
export type TemplateValues = Readonly<Record<string, Json | undefined>>;

/**
 * Says what is wrong with a template's text: a section that is not closed, a partial, as there are none,
 * or a value that is to go in unescaped, as values come from whoever starts a workflow.
 *
 * @returns undefined when it is fine
 */
export function templateProblem(text: string): string | undefined {
  try {
    return refusedIn(new Writer().parse(text) as TemplateSpans);
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Fills in a template. In `html` every value is escaped, in `subject` and `text` none is.
 *
 * Throws `INVALID_TEMPLATE_DATA` for a value that is not there, rather than send a mail with a hole. A
 * section, `{{#data.rows}}…{{/data.rows}}`, may be without: it is then left out.
 *
 * @example
 * fillIn("report", { html: "<b>{{message}}</b>" }, { message: "1 < 2" }).html; // "<b>1 &lt; 2</b>"
 */
export function fillIn(name: string, template: MailTemplate, values: TemplateValues): MailContent {
  const fill = (text: string, escapeValue: (value: string) => string) =>
    new StrictWriter(name).render(text, new Context(values), {}, { escape: escapeValue });
  const plain = (text: string | undefined) => (text === undefined ? undefined : fill(text, (value) => value));
  return { subject: plain(template.subject), text: plain(template.text), html: fill(template.html, escape) };
}

/** Mustache leaves out what is missing, and writes objects as `[object Object]`. This does neither. */
class StrictWriter extends Writer {
  constructor(private readonly template: string) {
    super();
  }

  override escapedValue(
    [, path = ""]: string[],
    context: Context,
    { escape: escapeValue = escape }: RenderOptions = {},
  ): string {
    const value = context.lookup(path) as Json | undefined;
    if (value !== undefined) return escapeValue(asText(value));
    throw channelError("INVALID_TEMPLATE_DATA", `The template ${this.template} needs ${path}`);
  }
}

function refusedIn(spans: TemplateSpans): string | undefined {
  for (const [kind, value, , , inner] of spans) {
    if (kind === ">") return `There is no partial ${JSON.stringify(value)}`;
    if (kind === "&") return `${value} would go in unescaped: write {{${value}}}`;
    const found = Array.isArray(inner) ? refusedIn(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
