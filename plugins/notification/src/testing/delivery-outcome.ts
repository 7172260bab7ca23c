import type { ActionError } from "@tutti/core";
import type { DeliveryReceipt, Notification, NotificationChannel } from "../types";
import { fakeContext } from "./fake-context";

/** What came of a delivery: its receipt, or its error. */
export interface DeliveryOutcome {
  readonly receipt?: DeliveryReceipt | undefined;
  readonly error?: ActionError | undefined;
}

/** Delivers `hi`, or what is given, and says what came of it. */
export async function deliveryOutcome(
  channel: NotificationChannel,
  notification: Partial<Notification> = {},
): Promise<DeliveryOutcome> {
  try {
    const whole = { message: "hi", priority: "normal", ...notification } as const;
    return { receipt: await channel.deliver(whole, fakeContext()) };
  } catch (error) {
    return { error: error as ActionError };
  }
}
