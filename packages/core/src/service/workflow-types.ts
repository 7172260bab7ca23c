import type { Json } from "../json/json";

/**
 * The workflows whose types are known, by name. Empty here: the file that `tutti types` writes adds to it.
 * Starting any other workflow takes any object and gives any JSON.
 *
 * @example
 * declare module "@tutti/core" {
 *   interface WorkflowTypes {
 *     "document-review": { parameters: { document_url: string }; result: { summary: string } };
 *   }
 * }
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declaration merging fills it
export interface WorkflowTypes {}

/** A workflow's id or name; an editor suggests the names whose types are known. */
export type WorkflowKey = keyof WorkflowTypes | (string & {});

/** What a workflow takes. An object, for one whose types are not known. */
export type WorkflowParameters<Name> = Name extends keyof WorkflowTypes
  ? WorkflowTypes[Name] extends { readonly parameters: infer Parameters }
    ? Parameters
    : object
  : object;

/** The result of a completed execution. JSON, for a workflow whose types are not known. */
export type WorkflowOutputs<Name> = Name extends keyof WorkflowTypes
  ? WorkflowTypes[Name] extends { readonly result: infer Result }
    ? Result
    : Json
  : Json;
