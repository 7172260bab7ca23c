/** A JSON value. Every definition, parameter, output, event and read model is made of these alone. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}
