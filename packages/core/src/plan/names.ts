import type { DefinitionParts } from "../definition";

/** What the expressions of a place may read. */
export interface Names {
  readonly parameters: DefinitionParts["names"]["parameters"];
  /** Positions of the actions that may be read, by action_id. */
  readonly actions: ReadonlyMap<string, number>;
  /** The `$variables`, without `$`. */
  readonly variables: readonly string[];
  /** Names that are declared more than once: known, but it can't be told what they are. */
  readonly unclear: ReadonlySet<string>;
  /** May an unknown name at the root be that of a parameter or action whose own name is broken? */
  readonly mayBeNameless: boolean;
  /** May an unknown action_id be? */
  readonly mayBeNamelessAction: boolean;
  /** Is what is read here stored as it is, so that it must not be secret? */
  readonly isStored?: boolean;
  /** All names at the root, and all actions as `$actions.fetch`: for messages, so made when first asked for. */
  readonly known: { readonly roots: () => readonly string[]; readonly actions: () => readonly string[] };
  /** What to do about an unknown name, when it can be said. */
  readonly hintFor: (name: string) => string | undefined;
}

/** The names at each kind of place. */
export interface Scopes {
  readonly main: Names;
  readonly cleanup: Names;
  /** `compensate` of a main action. */
  readonly compensate: Names;
  readonly concurrencyKey: Names;
}

const EVERYWHERE = ["execution", "workflow", "actions", "secrets"];

/** What a `for_each` action may read besides, in its config and in its compensation. */
export const ITEM_VARIABLES = ["item", "index"];

const HINTS: Readonly<Record<string, string>> = {
  $item: "$item is known only in config and compensate of an action with for_each.",
  $index: "$index is known only in config and compensate of an action with for_each.",
  $error: "$error is known only in on_failure actions and in compensate.",
};

/** The names at each kind of place of a definition. */
export function scopesOf({ actions, names }: DefinitionParts): Scopes {
  const { parameters, unclear, hasNamelessParameter, hasNamelessAction } = names;
  const positions = positionsOf({ actions, names });
  const main = new Map([...positions].filter(([, position]) => actions[position]?.list === "actions"));
  const shared = {
    parameters,
    unclear,
    mayBeNameless: hasNamelessParameter || hasNamelessAction,
    mayBeNamelessAction: hasNamelessAction,
  };
  const knowing = (known: ReadonlyMap<string, number>) => ({
    actions: known,
    known: {
      roots: once(() => [...parameters.keys(), ...known.keys()]),
      actions: once(() => [...known.keys()].map((id) => `$actions.${id}`)),
    },
  });
  const mainHint = (name: string): string | undefined =>
    HINTS[name] ?? (positions.has(name.replace(/^\$actions\./, "")) ? TOO_EARLY : undefined);
  const inMain = { ...shared, ...knowing(main), hintFor: mainHint };
  const withError = [...EVERYWHERE, "error"];
  return {
    main: { ...inMain, variables: EVERYWHERE },
    compensate: { ...inMain, variables: withError },
    cleanup: { ...shared, ...knowing(positions), variables: withError, hintFor: (name) => HINTS[name] },
    concurrencyKey: {
      ...shared,
      ...knowing(new Map()),
      variables: [],
      mayBeNameless: hasNamelessParameter,
      isStored: true,
      hintFor: () => ONLY_PARAMETERS,
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const ONLY_PARAMETERS = "A concurrency key is made of parameters only, as it is needed before anything runs.";

const TOO_EARLY = "An on_failure action runs only after this, so its output can't be read here.";

/** Positions in `actions` by action_id, of those that have one of their own. */
export function positionsOf({
  actions,
  names,
}: Pick<DefinitionParts, "actions" | "names">): ReadonlyMap<string, number> {
  const named = actions.map(({ action }, position) => [action.action_id, position] as const);
  return new Map(named.filter(([id]) => id !== "" && !names.unclear.has(id)));
}
