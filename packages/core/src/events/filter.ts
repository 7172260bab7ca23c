import type { CloudEvent, EventFilter } from "../ports";

/** Makes the test of a filter once, for it is asked of every event. */
export function compileFilter(filter: EventFilter): (event: CloudEvent) => boolean {
  const types = filter.types?.map(compileType);
  const { source, subject, correlationId, executionId, workflowId } = filter;
  const equal: readonly (readonly [keyof CloudEvent, string | undefined])[] = [
    ["source", source],
    ["subject", subject],
    ["correlationid", correlationId],
    ["executionid", executionId],
    ["workflowid", workflowId],
  ];
  const wanted = equal.filter(([, value]) => value !== undefined);
  return (event) =>
    (types === undefined || types.some((matches) => matches(event.type))) &&
    wanted.every(([key, value]) => event[key] === value);
}

function compileType(pattern: string): (type: string) => boolean {
  const prefix = pattern.endsWith("*") ? pattern.slice(0, -1) : undefined;
  if (prefix === undefined) return (type) => type === pattern || type === `tutti.${pattern}`;
  return (type) => type.startsWith(prefix) || type.startsWith(`tutti.${prefix}`);
}
