import type { Json, JsonObject } from "../json/json";
import { isObject, items, member } from "./json-data";
import type { DefinitionReading } from "./parse";
import type { Path } from "./problem";
import type { WorkflowDefinition } from "./schema";
import { actionSchema, type WorkflowAction } from "./schema/action";

/** An action where it stands. Of one that is not valid: as much of it as is. */
export interface PlacedAction {
  readonly list: "actions" | "on_failure";
  readonly index: number;
  readonly action: WorkflowAction;
  /** Its keys that are wrong or missing; what stands for them in `action` means nothing. */
  readonly broken: ReadonlySet<string>;
}

/** The names that a definition declares. */
export interface DeclaredNames {
  /** Every parameter, and whether it is secret. */
  readonly parameters: ReadonlyMap<string, { readonly secret: boolean }>;
  /** Names that stand for more than one thing: whatever refers to them, it can't be told to what. */
  readonly unclear: ReadonlySet<string>;
  /** Is there a parameter whose name can't be read, so that an unknown name may be its? */
  readonly hasNamelessParameter: boolean;
  /** Is there an action whose name can't be read? */
  readonly hasNamelessAction: boolean;
}

/** The parts of a definition that a plan is compiled from: all of a valid one, else what is sound. */
export interface DefinitionParts {
  readonly actions: readonly PlacedAction[];
  readonly names: DeclaredNames;
  readonly triggers: readonly { readonly index: number; readonly trigger: JsonObject }[];
  readonly outputs: JsonObject | undefined;
  /** The template `concurrency.key`. */
  readonly concurrencyKey: string | undefined;
}

/** The parts of a valid definition. */
export function partsOf(definition: WorkflowDefinition): DefinitionParts {
  const { parameters, actions, on_failure = [], triggers = [], outputs, concurrency } = definition;
  const placed = (list: PlacedAction["list"]) => (action: WorkflowAction, index: number) => ({
    list,
    index,
    action,
    broken: NOTHING,
  });
  return {
    actions: [...actions.map(placed("actions")), ...on_failure.map(placed("on_failure"))],
    names: {
      parameters: new Map(parameters.map(({ name, secret = false }) => [name, { secret }])),
      unclear: NOTHING,
      hasNamelessParameter: false,
      hasNamelessAction: false,
    },
    triggers: triggers.map((trigger, index) => ({ index, trigger: trigger })),
    outputs,
    concurrencyKey: concurrency?.key,
  };
}

/**
 * Saves what is sound in a definition with errors, so that its expressions and references can be
 * checked in the same answer. What is left out must lead to no errors of its own: names of broken
 * parts still count as declared.
 */
export function salvageParts({ document }: DefinitionReading, broken: readonly Path[]): DefinitionParts {
  const places = new Places(broken);
  const outputs = member(document, "outputs");
  const key = member(member(document, "concurrency"), "key");
  return {
    actions: [
      ...salvageActions(document, "actions", places),
      ...salvageActions(document, "on_failure", places),
    ],
    names: salvageNames(document),
    triggers: [...items(document, "triggers").entries()].flatMap(([index, trigger]) =>
      isObject(trigger) && !places.has("triggers", index) ? [{ index, trigger }] : [],
    ),
    outputs: isObject(outputs) && !places.has("outputs") ? outputs : undefined,
    concurrencyKey: typeof key === "string" && !places.has("concurrency", "key") ? key : undefined,
  };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Where something is broken: at a place itself, or inside it. */
class Places {
  private readonly members = new Map<string, Set<string>>();
  private readonly all = new Set<string>();

  constructor(broken: readonly Path[]) {
    for (const path of broken) {
      for (let length = 1; length <= Math.min(path.length, 3); length++)
        this.all.add(keyOf(path.slice(0, length)));
      const holder = keyOf(path.slice(0, 2));
      const known = this.members.get(holder) ?? new Set();
      // The whole of it is broken when the path ends there.
      this.members.set(holder, known.add(String(path[2] ?? WHOLE)));
    }
  }

  has(...path: Path): boolean {
    return this.all.has(keyOf(path));
  }

  /** The broken members of an item. */
  membersOf(...item: Path): ReadonlySet<string> {
    return this.members.get(keyOf(item)) ?? NOTHING;
  }
}

// No key of an action: they are never empty.
const WHOLE = "";

function keyOf(path: Path): string {
  return path.map(String).join("\n");
}

function salvageActions(document: Json, list: PlacedAction["list"], places: Places): PlacedAction[] {
  return items(document, list).flatMap((written, index) => {
    const broken = places.membersOf(list, index);
    if (!isObject(written) || broken.has(WHOLE)) return [];
    const parsed = actionSchema.safeParse(withoutBroken(written, broken, `${list}[${index}]`));
    return parsed.success ? [{ list, index, broken, action: { ...parsed.data, ...nameIn(written) } }] : [];
  });
}

/** What is broken is left out, or replaced where its being there matters. */
function withoutBroken(written: JsonObject, broken: ReadonlySet<string>, place: string): JsonObject {
  const sound = Object.entries(written).filter(([key]) => !broken.has(key));
  return {
    ...Object.fromEntries(sound),
    ...(broken.has("action_id") ? { action_id: "_" } : {}),
    ...(broken.has("action_type") ? { action_type: place } : {}),
    ...(broken.has("for_each") ? { for_each: [] } : {}),
  };
}

/** The name as it is written: also one that is no identifier tells the author which action is meant. */
function nameIn(written: JsonObject): Pick<WorkflowAction, "action_id"> {
  const { action_id } = written;
  return { action_id: typeof action_id === "string" ? action_id : "" };
}

function salvageNames(document: Json): DeclaredNames {
  const parameters = items(document, "parameters");
  const actions = [...items(document, "actions"), ...items(document, "on_failure")];
  const parameterNames = parameters.map((parameter) => member(parameter, "name"));
  const actionNames = actions.map((action) => member(action, "action_id"));
  return {
    parameters: new Map(
      parameters.flatMap((parameter, index) => {
        const name = parameterNames[index];
        return typeof name === "string" ? [[name, { secret: member(parameter, "secret") === true }]] : [];
      }),
    ),
    unclear: repeated([...parameterNames, ...actionNames]),
    hasNamelessParameter: hasNameless(document, ["parameters"], parameterNames),
    hasNamelessAction: hasNameless(document, ["actions", "on_failure"], actionNames),
  };
}

function hasNameless(
  document: Json,
  lists: readonly string[],
  names: readonly (Json | undefined)[],
): boolean {
  const given = lists.map((list) => member(document, list)).filter((list) => list !== undefined);
  return !given.every(Array.isArray) || !names.every((name) => typeof name === "string");
}

function repeated(names: readonly (Json | undefined)[]): ReadonlySet<string> {
  const seen = new Set<Json | undefined>();
  const twice = new Set<string>();
  for (const name of names) {
    if (seen.has(name) && typeof name === "string") twice.add(name);
    seen.add(name);
  }
  return twice;
}
