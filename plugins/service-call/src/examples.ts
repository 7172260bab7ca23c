import type { ActionExample } from "@tutti/core";

/** The docs show them, and tests run them. */
export const examples: readonly ActionExample[] = [
  {
    name: "analyze a document",
    description: "The parameters are the JSON body.",
    config: {
      service: "analysis_service",
      endpoint: "/analyze",
      method: "POST",
      parameters: { url: "{{document_url}}", analysis_type: "comprehensive" },
    },
  },
  {
    name: "send a form",
    description: "A body other than JSON.",
    config: {
      service: "analysis_service",
      endpoint: "/search",
      body: { form: { text: "{{query}}", tag: ["new", "unread"] } },
      expect_content_type: "application/json",
    },
  },
  {
    name: "look something up",
    description: "The parameters of a GET are its query, and here a 404 is an answer too.",
    config: {
      service: "analysis_service",
      endpoint: "/documents",
      method: "GET",
      parameters: { tag: ["new", "unread"], limit: 10 },
      timeout_seconds: 5,
      expect_status: ["2xx", 404],
    },
  },
];
