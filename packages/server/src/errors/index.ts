export { type ServerErrorCode, serverErrors } from "./catalog";
export { fromFastify } from "./fastify-errors";
export { type Problem, toProblem } from "./problem";
export { Refusal } from "./refusal";
export { type ProblemItem, ServerError } from "./server-error";
