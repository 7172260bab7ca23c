import type { Json } from "@tutti/core";
import { fakeContext } from "../testing/fake-context";
import { type Answer, httpReceiver, status } from "../testing/http-receiver";
import type { Notification } from "../types";
import { slackChannel } from "./slack";

/** Delivers to a receiver in Slack's place, and gives what it got, or the error. */
async function post(
  notification: Partial<Notification>,
  answer: Answer = status(200, {}, "ok"),
): Promise<Json> {
  const receiver = await httpReceiver(answer);
  try {
    const channel = slackChannel({ webhook_url: `${receiver.url}/services/T0/B0/secret`, timeout_ms: 5000 });
    const receipt = await channel.deliver(
      { message: "hi", priority: "normal", ...notification },
      fakeContext(),
    );
    expect(receipt).toBeUndefined();
    expect(receiver.requests).toHaveLength(1);
    return JSON.parse(receiver.requests[0]!.body) as Json;
  } finally {
    await receiver.close();
  }
}

describe("the slack channel", () => {
  it("posts the message, with the subject in bold", async () => {
    await expect(post({})).resolves.toEqual({ text: "hi" });
    await expect(post({ subject: "Import" })).resolves.toEqual({ text: "*Import*\nhi" });
  });

  it("escapes what Slack would read as a mention or a link", async () => {
    await expect(post({ subject: "<!here>", message: "a & <!channel> <https://x|y> &lt;" })).resolves.toEqual(
      {
        text: "*&lt;!here&gt;*\na &amp; &lt;!channel&gt; &lt;https://x|y&gt; &amp;lt;",
      },
    );
  });

  it("passes on a layout", async () => {
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*hi*" } }];
    await expect(post({ data: { slack: { blocks }, rows: 1 } })).resolves.toEqual({ text: "hi", blocks });
  });

  it.each<[Json]>([["text"], [null], [["blocks"]], [{}]])("ignores data.slack = %j", async (slack) => {
    await expect(post({ data: { slack } })).resolves.toEqual({ text: "hi" });
  });

  it("says why Slack refused, and nothing of the URL", async () => {
    await expect(post({}, status(404, {}, "no_service"))).rejects.toMatchObject({
      code: "CHANNEL_REJECTED",
      message: expect.stringMatching(/^HTTP 404 from 127\.0\.0\.1:\d+ \(no_service\)$/) as string,
    });
    await expect(post({}, status(500, {}, "<html>secret</html>"))).rejects.toMatchObject({
      message: expect.not.stringContaining("secret") as string,
    });
  });
});
