/** Writes one log record: fields first, as pino does, then the text. */
export type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Where core and plugins log. A pino logger fits as it is. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  /** A logger that adds the given fields to each record. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}
