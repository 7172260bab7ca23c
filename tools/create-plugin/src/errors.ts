/** Every code of a {@link CreateError}, and what to do about it. A test keeps the README's table equal. */
export const createErrors = {
  USAGE: "See npm create tutti-plugin -- --help.",
  NAME_MISSING: "Give a name: npm create tutti-plugin acme-plugin-greet.",
  CANCELLED: "Call it again, or give the answers as flags; --yes asks nothing.",
  INVALID_NAME:
    "Use what npm takes: lower case, digits, - . _, with a scope or without, up to 214 characters.",
  INVALID_ACTION_TYPE: "Use lower case, digits and _, beginning with a letter: send_sms.",
  ACTION_TYPE_TAKEN: "Take another one: two plugins can't bring the same action type.",
  FOLDER_NOT_EMPTY: "Name another folder with --dir, or empty this one.",
  NOT_WRITTEN: "Name a folder that can be written with --dir.",
} as const;

/** A code of {@link createErrors}. */
export type CreateErrorCode = keyof typeof createErrors;

/**
 * A plugin that could not be created. Its message says what is wrong, and `fix` what to do about it.
 *
 * @example
 * throw new CreateError("INVALID_NAME", '"My Plugin" is no name of a package.');
 */
export class CreateError extends Error {
  /** What to do about it. */
  readonly fix: string;

  constructor(
    readonly code: CreateErrorCode,
    problem: string,
    options: ErrorOptions = {},
  ) {
    super(problem, options);
    this.name = "CreateError";
    this.fix = createErrors[code];
  }
}
