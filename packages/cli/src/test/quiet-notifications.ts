import type { ActionInterceptor } from "@tutti/core";

interface Config {
  readonly message: string;
  readonly channels: readonly string[];
}

/** A test sends nobody anything: notifications are answered as if every channel had delivered them. */
export const quietNotifications: ActionInterceptor = (call, next) => {
  if (call.descriptor.type !== "notification") return next(call);
  const { channels, message } = call.config as Config;
  return { message, deliveries: channels.map((channel) => ({ channel, status: "delivered" })) };
};
