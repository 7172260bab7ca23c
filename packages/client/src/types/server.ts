import type { Json, JsonObject } from "./json";

/** An installed action type, as the catalogue of the server describes it. */
export interface ActionType {
  /** The `action_type` that workflows name. */
  readonly type: string;
  readonly description: string;
  /** The plugin that brings it. */
  readonly plugin: string;
  /** JSON Schema; null: nothing is known. */
  readonly config: JsonObject | null;
  /** JSON Schema; null: nothing is known. */
  readonly output: JsonObject | null;
  readonly examples: readonly {
    readonly name: string;
    readonly description?: string;
    readonly config: JsonObject;
  }[];
}

/** A service of the mesh and how it does. */
export interface ServiceStatus {
  readonly name: string;
  readonly [key: string]: Json;
}
