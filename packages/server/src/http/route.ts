import type { FastifyRequest } from "fastify";
import type { Readable } from "node:stream";
import type { z } from "zod";
import type { RouteScope } from "../auth/hook";

/** An answer as a route gives it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, unless it is a stream or the headers give it another type. */
  readonly body?: unknown;
  readonly stream?: Readable;
}

/** A request whose parts fit the route's schemas. */
export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: FastifyRequest;
}

/** One kind of answer, as the OpenAPI document tells it. */
export interface ResponseSpec {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** By their names: what they say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: `application/json`. */
  readonly contentTypes?: readonly string[];
}

/** What a request's body may be. */
export interface BodySpec<Body extends z.ZodType> {
  readonly schema: Body;
  /** Also as YAML. */
  readonly yaml?: boolean;
  /** Default true. */
  readonly required?: boolean;
  /** The body as it came, for signatures: any type is taken, and nothing is parsed. */
  readonly raw?: boolean;
}

/** A route: what it takes, what it answers, and what it does. */
export interface RouteSpec<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in OpenAPI: `/workflows/{workflow_id}`. */
  readonly path: string;
  readonly scope: RouteScope;
  readonly operationId: string;
  /** Groups routes in the document. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: BodySpec<Body>;
  /** Headers that it reads: name and what they say. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly responses: Readonly<Record<number, ResponseSpec>>;
  /** The statuses of problems that it can answer, besides those that any route can. */
  readonly problems?: readonly number[];
  handle(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer> | Answer;
}

/** Any route. */
export type Route = RouteSpec<z.ZodType, z.ZodType, z.ZodType>;

/** Makes a route; what its handler gets is inferred from its schemas. */
export function route<
  Params extends z.ZodType = z.ZodType<undefined>,
  Query extends z.ZodType = z.ZodType<undefined>,
  Body extends z.ZodType = z.ZodType<undefined>,
>(spec: RouteSpec<Params, Query, Body>): Route {
  return spec;
}
