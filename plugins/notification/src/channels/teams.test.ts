import type { Json } from "@tutti/core";
import { optionsSchema } from "../options";
import { deliveryOutcome } from "../testing/delivery-outcome";
import { type Answer, httpReceiver, status } from "../testing/http-receiver";
import type { Notification } from "../types";
import { teamsChannel } from "./teams";

const ACCEPTED = status(202, { "x-ms-workflow-run-id": "08584000000000000000CU01" });

/** Delivers to a receiver in the place of the Workflows app, and says what it got and what came of it. */
async function post(notification: Partial<Notification>, answer: Answer = ACCEPTED) {
  const receiver = await httpReceiver(answer);
  try {
    const webhook_url = `${receiver.url}/workflows/1/triggers/manual/paths/invoke?sig=top-secret`;
    const channel = teamsChannel(optionsSchema.parse({ teams: { webhook_url } }).teams!);
    const { receipt, error } = await deliveryOutcome(channel, notification);
    expect(error?.message ?? "").not.toContain("top-secret");
    const { requests, host } = receiver;
    const json = JSON.parse(requests[0]?.body ?? "{}") as { attachments?: [{ content: { body: Json } }] };
    return { receipt, error, host, requests, json, body: json.attachments?.[0].content.body };
  } finally {
    await receiver.close();
  }
}

const line = (text: string, layout = {}, style = {}) => ({
  type: "RichTextBlock",
  inlines: [{ type: "TextRun", text, ...style }],
  ...layout,
});

describe("the teams channel", () => {
  it("posts an Adaptive Card, and gives the run of the workflow", async () => {
    const { json, receipt, requests } = await post({});
    expect(json).toEqual({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            type: "AdaptiveCard",
            version: "1.2",
            body: [line("hi")],
          },
        },
      ],
    });
    expect(receipt).toEqual({ id: "08584000000000000000CU01" });
    expect(requests[0]?.headers["x-ms-client-tracking-id"]).toBe("key-1");
  });

  it("puts the subject first, and each line into a block of plain text", async () => {
    const { body } = await post({ subject: "Import", message: "**1**\n\n[x](https://y)" });
    expect(body).toEqual([
      line("Import", {}, { size: "Large", weight: "Bolder" }),
      line("**1**"),
      line(" ", { spacing: "None" }),
      line("[x](https://y)", { spacing: "None" }),
    ]);
  });

  it("shows the headline of an urgent message in another colour", async () => {
    const { body } = await post({ subject: "Down", priority: "high" });
    expect(body).toEqual([
      line("Down", {}, { size: "Large", weight: "Bolder", color: "Attention" }),
      line("hi"),
    ]);
  });

  it("passes on a card in place of its own", async () => {
    const card = { type: "AdaptiveCard", version: "1.4", body: [{ type: "TextBlock", text: "*hi*" }] };
    const { json } = await post({ data: { teams: { card } } });
    expect(json.attachments?.[0].content).toEqual(card);
  });

  it("sends nothing that Teams would refuse as too long", async () => {
    const { error, requests } = await post({ message: "ö".repeat(20_000) });
    expect(error).toMatchObject({
      code: "MESSAGE_TOO_LONG",
      retryable: false,
      message: expect.stringMatching(
        /^Teams takes 28672 bytes of card, and this is 40\d\d\d: shorten it/,
      ) as string,
    });
    expect(requests).toEqual([]);
    await expect(post({ message: "x".repeat(28_000) })).resolves.toMatchObject({ error: undefined });
  });

  it("waits as long as Retry-After asks for", async () => {
    const { error } = await post({}, status(429, { "retry-after": "3" }));
    expect(error).toMatchObject({ code: "CHANNEL_UNAVAILABLE", retryable: true, retryAfterMs: 3000 });
  });

  it.each([
    [
      400,
      "CHANNEL_REJECTED",
      '{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"sig=top-secret"}}',
      " (WorkflowTriggerIsNotEnabled)",
    ],
    [
      401,
      "CHANNEL_UNAUTHORIZED",
      '{"error":{"code":"DirectApiAuthorizationRequired"}}',
      " (DirectApiAuthorizationRequired)",
    ],
    [404, "CHANNEL_REJECTED", "top-secret", ""],
    [502, "CHANNEL_UNAVAILABLE", "", ""],
  ])("reads HTTP %i as %s", async (code, expected, text, reason) => {
    const { error, host } = await post({}, status(code, {}, text));
    expect(error).toMatchObject({ code: expected, message: `HTTP ${code} from ${host}${reason}` });
  });

  it("has no id when the answer names no run", async () => {
    await expect(post({}, status(202))).resolves.toMatchObject({ receipt: undefined, error: undefined });
  });
});
