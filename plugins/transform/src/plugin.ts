import { definePlugin, type Resolver, TuttiError } from "@tutti/core";
import { type TransformAction, transformAction } from "./action";
import { firstRepeated } from "./names";
import { TRANSFORMATION, type Transformation } from "./transformation";
import { builtIns } from "./transformations";
import { version } from "./version";

/**
 * The action `transform` with the transformations that the container knows when the orchestrator
 * starts; until then, for docs and unit tests, with those that come with the plugin.
 */
const action: TransformAction = {
  ...transformAction(builtIns),
  bind: (resolver) => transformAction(registered(resolver)),
};

/**
 * The plugin that brings the action `transform`. It takes no options.
 *
 * Starting fails with `INVALID_ACTION` when two registered transformations have the same name.
 *
 * @example
 * await createOrchestrator({ plugins: [transform()] });
 */
export const transform = definePlugin({
  name: "@tutti/plugin-transform",
  version,
  actions: [action],
  register(container) {
    for (const transformation of builtIns) container.register(TRANSFORMATION, { useValue: transformation });
  },
});

function registered(resolver: Resolver): readonly Transformation[] {
  const found = resolver.resolveAll(TRANSFORMATION);
  const twice = firstRepeated(found.map(({ name }) => name));
  if (twice === undefined) return found;
  throw TuttiError.of("INVALID_ACTION", {
    action: "transform",
    problem: `two transformations are registered as "${twice}"; put your package's name in front of yours: "acme:${twice}"`,
  });
}
