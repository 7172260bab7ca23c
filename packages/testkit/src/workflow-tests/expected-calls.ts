import { listCalls, type MockCall } from "../mesh/mock-call";
import { differences, type Mismatch } from "./differences";
import type { CallExpectation } from "./schema/expectation";

/** The calls that services did not get as a test expects it. An empty list: there should have been none. */
export function callMismatches(
  expected: readonly CallExpectation[],
  actual: readonly MockCall[],
): Mismatch[] {
  if (expected.length === 0 && actual.length > 0)
    return [{ path: "calls", message: `expected no calls, got:\n${listCalls(actual)}` }];
  return expected.flatMap((wanted, index) => {
    const path = `calls[${index}]`;
    const fitting = actual.filter((call) => problemsOf(wanted, call).length === 0);
    const { times } = wanted;
    if (times === undefined ? fitting.length > 0 : fitting.length === times) return [];
    const how =
      times === undefined
        ? ""
        : ` ${times === 1 ? "once" : `${times} times`}, got it ${fitting.length} times`;
    return [{ path, message: `expected ${described(wanted)}${how}; ${nearest(wanted, actual)}` }];
  });
}

function described({ method, parameters, parameters_include: part, path, service }: CallExpectation): string {
  const body = parameters ?? part;
  return `${method} ${path} to "${service}"${body === undefined ? "" : ` with ${JSON.stringify(body)}`}`;
}

/** What is not as expected in a call of the same service, method and path. */
function problemsOf(wanted: CallExpectation, call: MockCall): Mismatch[] {
  const { headers_include: headers, method, parameters, parameters_include: part, path, service } = wanted;
  const where = { service, method: method.toUpperCase(), path };
  return [
    ...differences(where, call, { at: [], isPartial: true }),
    ...(parameters === undefined ? [] : differences(parameters, call.parameters, { at: ["parameters"] })),
    ...(part === undefined
      ? []
      : differences(part, call.parameters, { at: ["parameters_include"], isPartial: true })),
    ...(headers === undefined
      ? []
      : differences(lowered(headers), lowered(call.headers), { at: ["headers_include"], isPartial: true })),
  ];
}

function lowered(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The call that differs least, else all that there were. */
function nearest(wanted: CallExpectation, actual: readonly MockCall[]): string {
  const same = actual.filter(({ path, service }) => service === wanted.service && path === wanted.path);
  const [first] = same
    .map((call) => problemsOf(wanted, call))
    .filter(({ length }) => length > 0)
    .toSorted((a, b) => a.length - b.length);
  if (first === undefined) return `the calls were:\n${listCalls(actual)}`;
  return `the nearest call differs:\n${first.map(({ message, path }) => `  ${path}: ${message}`).join("\n")}`;
}
