import { z } from "zod";
import { addressBlockProblem } from "./address-policy";

const addressBlock = z.string().superRefine((entry, context) => {
  const problem = addressBlockProblem(entry);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

/** The options of a service that say where its host name may lead. */
export const addressOptions = {
  allow_private: z
    .boolean()
    .default(false)
    .describe("Lets the host name lead to loopback, link-local, private and shared addresses."),
  allow_addresses: z
    .array(addressBlock)
    .default([])
    .describe("Addresses and blocks that the host name may lead to besides: `10.1.0.0/16`, `fd00::7`."),
};
