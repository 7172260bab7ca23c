import type { JsonObject } from "@tutti/core";
import type { MockServiceMesh } from "../mesh";
import type { TestOrchestratorOptions } from "../orchestrator";

/** One call of an action, in addition to the examples of its descriptor. */
export interface PluginExample {
  readonly name: string;
  /** The action type. */
  readonly action: string;
  readonly config: JsonObject;
  /** What it has to give; any output that fits the schema when left out. */
  readonly output?: unknown;
  /** The code of the `ActionError` that it has to throw instead. */
  readonly fails?: string;
}

/** What {@link describePlugin} needs to know to try a plugin. */
export interface PluginContractOptions {
  /** More examples than the descriptors have: results that are known, and errors. */
  readonly examples?: readonly PluginExample[];
  /** The parameters that templates in examples read, such as `{ user_name: "Ada" }`. */
  readonly parameters?: JsonObject;
  /** Scripts the services that examples call. */
  readonly services?: (mesh: MockServiceMesh) => void;
  /** What else its orchestrators need: other plugins, secrets, tokens. */
  readonly orchestrator?: Omit<TestOrchestratorOptions, "services" | "realTime" | "clock">;
  /** The package to load; false: it is not in a package yet. Default: the plugin's name. */
  readonly package?: string | false;
  /** The folder in which the package is looked for. Default: where the process runs. */
  readonly from?: string;
  /** Options of the Node.js that loads the package. Default: none. */
  readonly nodeOptions?: readonly string[];
  /** An action has to end so many ms after its signal aborts. Default 1000. */
  readonly abortWithinMs?: number;
}
