import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fromFastify, ServerError, toProblem } from "../errors";

const PROBLEM_JSON = "application/problem+json; charset=utf-8";

/** Answers every error with problem+json, those of fastify and of unknown addresses included. */
export function addErrorHandling(app: FastifyInstance, limits: { readonly bodyBytes: number }): void {
  app.setErrorHandler((error, request, reply) => {
    const known = fromFastify(error, limits) ?? error;
    return answerError(known, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0]?.slice(0, 200) ?? "";
    return answerError(ServerError.of("UNKNOWN_ROUTE", { method: request.method, path }), request, reply);
  });
}

/** Answers an error with problem+json. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { headers, problem } = toProblem(error, { url: request.url, requestId: request.id });
  if (problem.status >= 500 && problem.code === "INTERNAL_ERROR")
    request.log.error({ err: error }, "A request failed in a way that nobody foresaw.");
  return reply.code(problem.status).headers(headers).type(PROBLEM_JSON).send(JSON.stringify(problem));
}
