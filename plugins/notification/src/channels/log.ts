import type { NotificationChannel } from "../types";

/**
 * The default channel: one record of level info in the orchestrator's log, with the message as its text.
 * It needs no options, always succeeds and returns without waiting.
 */
export const logChannel: NotificationChannel = {
  name: "log",
  description: "Writes a record of level info to the orchestrator's log.",
  deliver({ message, subject, recipients, priority, data }, { logger }) {
    logger.info(
      {
        priority,
        ...(subject !== undefined && { subject }),
        ...(recipients !== undefined && { recipients }),
        ...(data !== undefined && { data }),
      },
      message,
    );
    return undefined;
  },
};
