import { CreateError } from "./errors";

/** In which language a plugin is written. */
export const LANGUAGES = ["typescript", "javascript"] as const;
/** What runs its tests. */
export const RUNNERS = ["jest", "vitest"] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];
/** One of {@link RUNNERS}. */
export type Runner = (typeof RUNNERS)[number];

/** The plugin that is to be created. */
export interface PluginSpec {
  /** The npm package's name. */
  readonly name: string;
  /** The type of its action, such as `send_sms`. */
  readonly action: string;
  readonly language: Language;
  readonly runner: Runner;
}

/** What {@link checkName} takes for the name of an action that nobody named. */
export const DEFAULT_ACTION = "greet";

const LONGEST_NAME = 214;
const NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const ACTION_TYPE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

/** The action types that core and the three plugins that come with Tutti bring. */
export const TAKEN_TYPES: readonly string[] = [
  "emit_event",
  "fail",
  "notification",
  "run_workflow",
  "service_call",
  "transform",
  "wait",
  "wait_for_event",
  "wait_for_signal",
];

/**
 * A package's name, when npm would take it.
 *
 * @throws {CreateError} `INVALID_NAME`
 */
export function checkName(name: string): string {
  if (NAME.test(name) && name.length <= LONGEST_NAME && name !== "node_modules") return name;
  throw new CreateError("INVALID_NAME", `${JSON.stringify(name)} is no name of an npm package.`);
}

/**
 * An action type that a plugin can bring.
 *
 * @throws {CreateError} `INVALID_ACTION_TYPE`, `ACTION_TYPE_TAKEN`
 */
export function checkAction(type: string): string {
  if (!ACTION_TYPE.test(type))
    throw new CreateError("INVALID_ACTION_TYPE", `${JSON.stringify(type)} is no action type.`);
  if (TAKEN_TYPES.includes(type))
    throw new CreateError("ACTION_TYPE_TAKEN", `Tutti brings the action type "${type}" already.`);
  return type;
}

/** The folder that a package gets when nobody names one: its name without the scope. */
export function folderOf(name: string): string {
  return name.replace(/^@[^/]+\//, "");
}

/** `send_sms` as `sendSms`. */
export function camelCase(type: string): string {
  return type.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** `send_sms` as `send-sms`. */
export function kebabCase(type: string): string {
  return type.replaceAll("_", "-");
}
