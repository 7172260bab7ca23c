import type { WorkflowDefinition } from "@tutti/core";
import { parameterComment, parameterMember } from "./parameter-types";
import { type OutputSchemas, resultMembers } from "./result-type";
import { commentLines, keyText, type Member, memberText } from "./type-text";

const HEAD = `// What workflows take and give, for the compiler. Written by tutti types: do not edit.
import "@tutti/core";

declare module "@tutti/core" {
  interface WorkflowTypes {`;

const TAIL = `  }
}
`;

/**
 * The text of a `.d.ts` file that types workflows by their names, so that `executeWorkflow("review", { … })`
 * is checked. The same definitions give the same text, in whatever order they come.
 */
export function declarationText(definitions: readonly WorkflowDefinition[], schemas: OutputSchemas): string {
  const inOrder = definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [HEAD, ...inOrder.flatMap((one) => workflowLines(one, schemas)), TAIL].join("\n");
}

function workflowLines(definition: WorkflowDefinition, schemas: OutputSchemas): string[] {
  const { description = "", name, outputs, parameters } = definition;
  return [
    ...commentLines(description, "    "),
    `    ${keyText(name)}: {`,
    ...parameterLines(parameters),
    ...(outputs === undefined
      ? ["      result: null;"]
      : ["      result: {", ...resultMembers(definition, schemas).map(memberLine), "      };"]),
    "    };",
  ];
}

function parameterLines(parameters: WorkflowDefinition["parameters"]): string[] {
  // An empty object type would take any object.
  if (parameters.length === 0) return ["      parameters: { readonly [parameter: string]: never };"];
  const lines = parameters.flatMap((one) => [
    ...commentLines(parameterComment(one), "        "),
    memberLine(parameterMember(one)),
  ]);
  return ["      parameters: {", ...lines, "      };"];
}

function memberLine(member: Member): string {
  return `        ${memberText(member)};`;
}
