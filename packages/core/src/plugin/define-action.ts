import type { z } from "zod";
import { TuttiError } from "../errors";
import type { ActionContext, ActionDescriptor, ActionExecutor } from "./action";
import type { Resolver } from "./container";
import { type Token, tokenName } from "./token";

/** Tokens by the names under which `execute` gets their values. */
export type Tokens = Readonly<Record<string, Token<unknown>>>;

/** The values behind {@link Tokens}. */
export type Resolved<Needs extends Tokens> = {
  readonly [Name in keyof Needs]: Needs[Name] extends Token<infer T> ? T : never;
};

/** What an author writes: a descriptor, what it needs, and how it runs. */
export interface ActionDefinition<Config extends z.ZodType, Output extends z.ZodType, Needs extends Tokens>
  extends ActionDescriptor<Config, Output> {
  /** What `execute` needs from the container, by the names it wants. */
  readonly inject?: Needs;
  readonly execute: (
    config: z.output<Config>,
    needs: Resolved<Needs>,
    context: ActionContext,
  ) => Promise<z.input<Output>> | z.input<Output>;
}

/** An executor made by {@link defineAction}. */
export interface DefinedAction<Config extends z.ZodType, Output extends z.ZodType, Needs extends Tokens>
  extends ActionExecutor<Config, Output> {
  /** The same action with its needs met: for unit tests. */
  withNeeds(needs: Resolved<Needs>): ActionExecutor<Config, Output>;
  /** The same action with its needs met by a container: for the engine. */
  bind(resolver: Resolver): ActionExecutor<Config, Output>;
}

/**
 * Defines an action type. `config`, `needs` and the return value are typed by the schemas and tokens.
 *
 * @example
 * export const greet = defineAction({
 *   type: "greet",
 *   description: "Says hello.",
 *   config: z.strictObject({ name: z.string() }),
 *   output: z.object({ text: z.string() }),
 *   execute: (config) => ({ text: `Hello ${config.name}` }),
 * });
 */
export function defineAction<
  Config extends z.ZodType,
  Output extends z.ZodType = z.ZodType,
  const Needs extends Tokens = Record<never, never>,
>(definition: ActionDefinition<Config, Output, Needs>): DefinedAction<Config, Output, Needs> {
  const { inject, execute, ...rest } = definition;
  const descriptor = Object.freeze(rest) as ActionDescriptor<Config, Output>;
  const wanted = Object.entries(inject ?? {});
  const withNeeds = (needs: Resolved<Needs>): ActionExecutor<Config, Output> => ({
    descriptor,
    execute: (config, context) => execute(config, needs, context),
  });
  return {
    descriptor,
    withNeeds,
    bind: (resolver) =>
      withNeeds(
        Object.fromEntries(wanted.map(([name, key]) => [name, resolver.resolve(key)])) as Resolved<Needs>,
      ),
    execute(config, context) {
      const first = wanted[0];
      if (first !== undefined) throw unbound(descriptor.type, first[1]);
      return execute(config, {} as Resolved<Needs>, context);
    },
  };
}

function unbound(type: string, key: Token<unknown>): TuttiError {
  return TuttiError.of("UNRESOLVED_TOKEN", {
    token: tokenName(key),
    needed_by: type,
    reason: "the action runs outside an orchestrator; give its needs with withNeeds({ … })",
  });
}
