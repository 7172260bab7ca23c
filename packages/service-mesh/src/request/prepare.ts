import type { Json } from "@tutti/core";
import { labelOf, type RequestLabel, type ServiceErrorCode, serviceError } from "../errors";
import type { ContentTypeExpectation } from "../response/content-type";
import type { SaveOptions } from "../response/save-body";
import type { Service } from "../service";
import type { HeaderValues, QueryValues, RequestOptions, StatusExpectation } from "../types";
import type { RequestBody } from "./body-options";
import { BodyError, type EncodedBody, encodeBody } from "./encode-body";
import { EndpointError, joinEndpoint } from "./endpoint";
import { headerProblem, mergeHeaders } from "./headers";
import { addQuery } from "./query";
import { savePathProblem } from "./save-path";
import { baggageProblem, traceHeaders } from "./trace";

/** What a caller asked for. */
export interface RequestInput {
  readonly method: string;
  readonly endpoint: string;
  readonly parameters: Json | undefined;
  readonly options: RequestOptions;
}

/** A request that is checked and ready to be sent. */
export interface PreparedRequest {
  readonly label: RequestLabel;
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | undefined;
  readonly timeoutMs: number;
  readonly expectStatus: StatusExpectation;
  readonly expectContentType: ContentTypeExpectation | undefined;
  /** Where the body of the answer is saved. */
  readonly save: Omit<SaveOptions, "label"> | undefined;
}

const METHODS: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const METHODS_WITH_QUERY: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE"]);
const LONGEST_MS = 2_147_483_647;

/**
 * Turns what a caller asked for into a request, or refuses it.
 *
 * @throws {ActionError} `INVALID_ENDPOINT` or `INVALID_REQUEST`.
 */
export async function prepareRequest(service: Service, input: RequestInput): Promise<PreparedRequest> {
  const method = input.method.toUpperCase();
  const label = labelOf({ service: service.name, method, endpoint: input.endpoint });
  const refuse = refusal(label);
  if (!METHODS.includes(method)) refuse("INVALID_REQUEST", `the method must be one of ${METHODS.join(", ")}`);
  const asQuery = METHODS_WITH_QUERY.has(method);
  const parameters = input.parameters ?? undefined;
  const url = endpointUrl(service.baseUrl, input.endpoint, refuse);
  if (asQuery) addQuery(url, queryOf(parameters, refuse));
  addQuery(url, input.options.query ?? {});
  const given = bodyOf(method, input, refuse);
  const body = given === undefined ? undefined : await encoded(given, refuse);
  return {
    label,
    method,
    url,
    headers: headersFor(service, input.options, { contentType: body?.contentType, refuse }),
    body: body?.bytes,
    timeoutMs: timeoutOf(service, input.options, refuse),
    expectStatus: input.options.expectStatus ?? "2xx",
    expectContentType: input.options.expectContentType,
    save: saveOf(service, input.options, refuse),
  };
}

function bodyOf(
  method: string,
  { parameters, options: { body } }: RequestInput,
  refuse: Refuse,
): RequestBody | undefined {
  const asQuery = METHODS_WITH_QUERY.has(method);
  if (body === undefined) {
    return asQuery || parameters === undefined || parameters === null ? undefined : { json: parameters };
  }
  if (method === "GET" || method === "HEAD") refuse("INVALID_REQUEST", `${method} has no body`);
  if (!asQuery && parameters != null) {
    refuse("INVALID_REQUEST", "parameters are the JSON body: give either parameters or body");
  }
  return body;
}

async function encoded(body: RequestBody, refuse: Refuse): Promise<EncodedBody> {
  try {
    return await encodeBody(body);
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    return refuse("INVALID_REQUEST", `the body can't be sent: ${error.message}`);
  }
}

function saveOf(
  { config: { downloads } }: Service,
  { saveTo }: RequestOptions,
  refuse: Refuse,
): PreparedRequest["save"] {
  if (saveTo === undefined) return undefined;
  const problem = savePathProblem(saveTo);
  if (problem !== undefined) {
    refuse("INVALID_REQUEST", `the answer can't be saved as ${JSON.stringify(saveTo)}: ${problem}`);
  }
  return downloads === undefined
    ? refuse("INVALID_REQUEST", "the answer can't be saved: the option downloads names no folder")
    : { downloads, saveTo };
}

type Refuse = (code: ServiceErrorCode, problem: string) => never;

function refusal(label: RequestLabel): Refuse {
  return (code, problem) => {
    throw serviceError(label, { code, problem });
  };
}

function endpointUrl(base: URL, endpoint: string, refuse: Refuse): URL {
  try {
    return joinEndpoint(base, endpoint);
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    return refuse("INVALID_ENDPOINT", `the endpoint can't be used, because ${error.message}`);
  }
}

function queryOf(parameters: Json | undefined, refuse: Refuse): QueryValues {
  if (parameters === undefined) return {};
  if (typeof parameters === "object" && parameters !== null && !Array.isArray(parameters)) {
    return parameters as QueryValues;
  }
  return refuse("INVALID_REQUEST", "parameters become the query here, so they must be an object");
}

function headersFor(
  service: Service,
  options: RequestOptions,
  { contentType, refuse }: { readonly contentType: string | undefined; readonly refuse: Refuse },
): Record<string, string> {
  const problemOfBaggage = baggageProblem(options.baggage ?? {});
  if (problemOfBaggage !== undefined) refuse("INVALID_REQUEST", problemOfBaggage);
  const given = { ...standardHeaders(options), ...options.headers };
  for (const [name, value] of Object.entries(given)) {
    const problem = headerProblem(name, value);
    if (problem !== undefined) refuse("INVALID_REQUEST", problem);
  }
  return mergeHeaders(
    { accept: "application/json, text/plain;q=0.9, */*;q=0.8", "user-agent": "tutti-service-mesh" },
    contentType === undefined ? {} : { "content-type": contentType },
    service.config.headers,
    standardHeaders(options),
    options.headers ?? {},
    // Only who wrote the body knows its boundary.
    contentType?.startsWith("multipart/") === true ? { "content-type": contentType } : {},
    identityOf(service),
  );
}

// Comes last: nobody can call in another's name.
function identityOf({ config: { identity } }: Service): HeaderValues {
  return identity === undefined ? {} : { [identity.header]: identity.name };
}

function standardHeaders(options: RequestOptions): HeaderValues {
  const { idempotencyKey, correlationId } = options;
  return {
    ...traceHeaders(options),
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    ...(correlationId === undefined ? {} : { "x-correlation-id": correlationId }),
  };
}

function timeoutOf(service: Service, options: RequestOptions, refuse: Refuse): number {
  const { timeoutMs } = options;
  if (timeoutMs === undefined) return service.config.timeout_seconds * 1000;
  if (!(timeoutMs > 0)) refuse("INVALID_REQUEST", `the timeout must be more than 0 ms, not ${timeoutMs}`);
  return Math.min(timeoutMs, LONGEST_MS);
}
