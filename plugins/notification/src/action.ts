import { type DefinedAction, defineAction } from "@tutti/core";
import type { ChannelSet } from "./channel-set";
import { configSchema, outputSchema } from "./config";
import { deliver } from "./deliver";
import { DeliveryMemory } from "./delivery-memory";
import { actionErrors } from "./errors";

/** The action as {@link notificationAction} makes it. */
export type NotificationAction = DefinedAction<
  ReturnType<typeof configSchema>,
  typeof outputSchema,
  Record<never, never>
>;

/**
 * Makes the action `notification` over the given channels.
 *
 * Its config schema knows their names, so a workflow that names another one is refused when it is created.
 *
 * @example
 * await notificationAction(channelSet([logChannel])).execute({ message: "Hi", … }, context);
 */
export function notificationAction(channels: ChannelSet): NotificationAction {
  const means = { channels, memory: new DeliveryMemory() };
  return defineAction({
    type: "notification",
    description: "Sends a message over one or more channels.",
    config: configSchema(channels),
    output: outputSchema,
    errors: actionErrors,
    examples: [
      { name: "log", description: "A line in the log.", config: { message: "Processing: {{input_value}}" } },
      {
        name: "two channels",
        description: "The same message over two channels at once.",
        config: {
          channels: ["log", "console"],
          subject: "Nightly import",
          message: "{{$execution.execution_id}} has read everything.",
          priority: "high",
          data: { rows: 1200 },
        },
      },
    ],
    execute: (config, _needs, context) => deliver(config, means, context),
  });
}
