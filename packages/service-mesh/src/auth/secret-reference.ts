import { z } from "zod";

/**
 * A secret by its name: its value is asked for at the moment of use, and stands in no configuration.
 *
 * @example
 * const token = { secret: "BILLING_TOKEN" };
 */
export const secretReference = z.strictObject({
  secret: z.string().min(1).describe("The name of the secret."),
});

/** A reference to a secret. */
export type SecretReference = z.output<typeof secretReference>;
