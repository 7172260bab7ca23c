import { isIP } from "node:net";
import { z } from "zod";
import { seconds } from "../seconds";
import { serviceUrl } from "./service-url";

/** One instance of a service. */
export const configuredInstance = z.strictObject({
  url: serviceUrl.describe("The base URL of this instance."),
  weight: z
    .number()
    .gt(0)
    .max(1000)
    .default(1)
    .describe("Its share of the requests, relative to the others'."),
});

/** How the DNS is asked for the instances of a service. */
export const dnsDiscovery = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\w-]+(\.[\w-]+)*\.?$/, "it is not a host name")
      .refine((name) => isIP(name) === 0, "it is an address: use url")
      .describe("The host name, or the name of the SRV records: `_http._tcp.billing.internal`."),
    type: z.enum(["A", "AAAA", "SRV"]).default("A").describe("The records asked for."),
    scheme: z.enum(["http", "https"]).default("http").describe("How the instances are spoken to."),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe("Default: the scheme's; SRV records have their own."),
    path: z
      .string()
      .regex(/^\/[^?#]*$/, "it is not a path: write /v1")
      .default("/")
      .describe("Endpoints are paths below it."),
    refresh_seconds: seconds
      .default(30)
      .describe("Asked again after so long, or earlier when the answer's TTL is over."),
  })
  .refine(({ type, port }) => type !== "SRV" || port === undefined, {
    path: ["port"],
    message: "SRV records bring their ports: leave it out",
  });

/** The options with their defaults. */
export type DnsConfig = z.output<typeof dnsDiscovery>;
