import { z } from "zod";
import { headerProblem } from "../request/headers";
import { serviceUrl } from "../registry/service-url";
import { tlsOptions } from "../tls/options";
import { secretReference } from "./secret-reference";

const headerName = z.string().superRefine((name, context) => {
  const problem = headerProblem(name, "");
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const bearer = z.strictObject({
  type: z.literal("bearer"),
  token: secretReference,
});

const basic = z.strictObject({
  type: z.literal("basic"),
  username: z.union([z.string().regex(/^[^:]*$/, "a user name can't have a colon"), secretReference]),
  password: secretReference,
});

const apiKey = z.strictObject({
  type: z.literal("api_key"),
  key: secretReference,
  header: headerName.optional().describe("The header that holds the key. Default: x-api-key."),
  query: z.string().min(1).optional().describe("The query's name for the key, in place of a header."),
  prefix: z.string().optional().describe("Stands before the key in the header: `Token `."),
});

const clientCredentials = z.strictObject({
  type: z.literal("client_credentials"),
  token_url: serviceUrl.describe("The token endpoint of the authorization server."),
  client_id: z.union([z.string().min(1), secretReference]),
  client_secret: secretReference,
  scopes: z.array(z.string().min(1)).default([]),
  parameters: z
    .record(z.string(), z.string())
    .default({})
    .describe("Further fields of the token request: `audience`, `resource`."),
  client_authentication: z
    .enum(["basic", "body"])
    .default("basic")
    .describe("Where the client's credentials go: a header, or the form."),
  refresh_before_seconds: z
    .number()
    .nonnegative()
    .default(30)
    .describe("How long before its end a token is replaced; at most half of its life."),
  timeout_seconds: z.number().positive().max(600).default(10).describe("For a token request."),
  tls: tlsOptions.optional().describe("How connections to the token endpoint are secured."),
});

/** How requests to a service are authenticated. */
export const authOptions = z.discriminatedUnion("type", [
  bearer,
  basic,
  apiKey.refine(({ header, query, prefix }) => query === undefined || (header ?? prefix) === undefined, {
    message: "the key goes into a header, with a prefix if need be, or into the query: give one of both",
  }),
  clientCredentials,
]);

/** The checked options of authentication. */
export type AuthConfig = z.output<typeof authOptions>;

/** The checked options of the OAuth 2.0 client-credentials grant. */
export type ClientCredentialsConfig = z.output<typeof clientCredentials>;
