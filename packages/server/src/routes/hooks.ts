import type { WebhookOutcome } from "@tutti/core";
import { z } from "zod";
import { Refusal, ServerError } from "../errors";
import { ROOT } from "../http/root";
import { type Answer, type Route, route } from "../http/route";
import { executionSchema } from "../schemas/executions";
import { executionAnswer } from "./execution-body";
import type { RouteParts } from "./parts";

const SIGNATURE = {
  "webhook-id":
    "The same for each repetition: one that came before answers the execution that was started then.",
  "webhook-timestamp": "When it was signed, in seconds since the epoch: within 5 minutes of now.",
  "webhook-signature": "As Standard Webhooks has it: v1, and the HMAC-SHA256 in base64.",
};

/** Where webhook triggers take their requests. The signature says who asks. */
export function hookRoutes(parts: RouteParts): readonly Route[] {
  const { orchestrator } = parts;
  return [
    route({
      method: "POST",
      path: `${ROOT}/hooks/{path*}`,
      scope: "public",
      operationId: "receiveWebhook",
      tag: "executions",
      summary: "Starts the execution of a webhook trigger.",
      description: "The path may have several parts. The body may be anything; it is what was signed.",
      params: z.object({ path: z.string().max(500).describe("The path that the trigger names.") }),
      query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      body: { schema: z.string().default(""), raw: true, required: false },
      requestHeaders: SIGNATURE,
      responses: {
        202: {
          description: "The execution that it started.",
          schema: executionSchema,
          headers: { Location: "The execution's address." },
        },
      },
      problems: [401, 404, 409],
      async handle({ body, params, query, request }) {
        const { headers } = request;
        const outcome = await orchestrator.receiveWebhook({ path: params.path, headers, query, body });
        return answer(parts, outcome, params.path);
      },
    }),
  ];
}

async function answer({ orchestrator }: RouteParts, outcome: WebhookOutcome, path: string): Promise<Answer> {
  switch (outcome.kind) {
    case "unknown":
      throw ServerError.of("UNKNOWN_HOOK", { path: path.slice(0, 200) });
    case "unsigned":
      throw ServerError.of("UNAUTHENTICATED", { reason: outcome.reason });
    case "refused":
      throw refusal(outcome.errors);
    case "started": {
      const found = await orchestrator.workflows.getExecution(outcome.executionId);
      if (!found.success) throw new Refusal(found);
      return executionAnswer(found.execution);
    }
  }
}

function refusal(errors: Extract<WebhookOutcome, { kind: "refused" }>["errors"]): Refusal {
  return new Refusal({ success: false, message: errors.map(({ message }) => message).join("\n"), errors });
}
