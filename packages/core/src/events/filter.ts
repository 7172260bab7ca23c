import type { CloudEvent, EventFilter } from "../ports";

/** Makes the test of a filter once, for it is asked of every event. */
export function compileFilter(filter: EventFilter): (event: CloudEvent) => boolean {
  const fitsType = compileTypes(filter);
  const { source, subject, correlationId, executionId, workflowId } = filter;
  const equal: readonly (readonly [keyof CloudEvent, string | undefined])[] = [
    ["source", source],
    ["subject", subject],
    ["correlationid", correlationId],
    ["executionid", executionId],
    ["workflowid", workflowId],
  ];
  const wanted = equal.filter(([, value]) => value !== undefined);
  return (event) => fitsType(event.type) && wanted.every(([key, value]) => event[key] === value);
}

/** The part of a filter's test that asks for the type alone, so that what nobody wants is never made. */
export function compileTypes({ types }: EventFilter): (type: string) => boolean {
  if (types === undefined) return () => true;
  const tests = types.map(compileType);
  return (type) => tests.some((matches) => matches(type));
}

function compileType(pattern: string): (type: string) => boolean {
  const prefix = pattern.endsWith("*") ? pattern.slice(0, -1) : undefined;
  if (prefix === undefined) return (type) => type === pattern || type === `tutti.${pattern}`;
  return (type) => type.startsWith(prefix) || type.startsWith(`tutti.${prefix}`);
}
