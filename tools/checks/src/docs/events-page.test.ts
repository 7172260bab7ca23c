import { readFileSync } from "node:fs";
import ts from "typescript";
import { fromRoot } from "../root";

const EVENTS = fromRoot("packages/core/src/run/events.ts");
const UNIT = /^action\.(?:started|waiting|completed|failed|cancelled)$/;

/** The fields of an event's data: those that are always there, and the others. */
interface Fields {
  readonly always: string[];
  readonly sometimes: string[];
}

/** The events of the core, from the types of its source. */
function eventsOfCore(): Map<string, Fields> {
  const program = ts.createProgram([EVENTS], { strict: true, noEmit: true });
  const checker = program.getTypeChecker();
  const statement = program
    .getSourceFile(EVENTS)
    ?.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === "RunEvents");
  if (statement === undefined) throw new Error("there is no interface RunEvents");
  const types = checker.getPropertiesOfType(checker.getTypeAtLocation(statement));
  return new Map(
    types.map((type) => {
      const fields = checker.getPropertiesOfType(checker.getTypeOfSymbol(type));
      return [type.name, fieldsOf(type.name, fields)];
    }),
  );
}

function fieldsOf(type: string, fields: readonly ts.Symbol[]): Fields {
  const names = (isOptional: boolean) =>
    fields
      .filter(({ flags }) => ((flags & ts.SymbolFlags.Optional) !== 0) === isOptional)
      .map(({ name }) => name);
  // A compensation shares the type of failed attempts, but it takes no signals.
  const sometimes = names(true).filter((name) => name !== "signal" || !type.startsWith("compensation."));
  // An action's events have no index, and an item's always have one.
  if (UNIT.test(type))
    return { always: names(false), sometimes: sometimes.filter((name) => name !== "index") };
  if (!type.startsWith("item.")) return { always: names(false), sometimes };
  return { always: [...names(false), "index"], sometimes: sometimes.filter((name) => name !== "index") };
}

/** The events of the page's table. */
function eventsOfPage(): Map<string, Fields> {
  const page = readFileSync(fromRoot("packages/core/docs/events.md"), "utf8");
  const rows = page.matchAll(/^\| `(?<type>[a-z]+\.[a-z]+)` \|[^|]*\| (?<data>[^|]*) \|$/gm);
  return new Map(
    [...rows].map(({ groups = {} }) => {
      const [always = "", sometimes = ""] = (groups["data"] ?? "").split(", and ");
      return [groups["type"] ?? "", { always: namesIn(always), sometimes: namesIn(sometimes) }];
    }),
  );
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/`(?<name>[a-z_]+)`/g)].map(({ groups }) => groups?.["name"] ?? "");
}

function sorted(events: Map<string, Fields>): [string, Fields][] {
  return [...events]
    .map(([type, { always, sometimes }]): [string, Fields] => [
      type,
      { always: always.toSorted(), sometimes: sometimes.toSorted() },
    ])
    .toSorted(([a], [b]) => a.localeCompare(b));
}

test("events.md lists every event with the fields of its data", () => {
  const events = eventsOfCore();
  expect(events.size).toBeGreaterThan(20);
  expect(sorted(eventsOfPage())).toEqual(sorted(events));
}, 60_000);
