import { fakeContext } from "../testing/fake-context";
import { logChannel } from "./log";

describe("the log channel", () => {
  it("writes one record of level info, with the message as its text", () => {
    const context = fakeContext();
    expect(logChannel.deliver({ message: "hi", priority: "normal" }, context)).toBeUndefined();
    expect(context.records).toStrictEqual([{ level: "info", fields: { priority: "normal" }, message: "hi" }]);
  });

  it("adds what else there is as fields", () => {
    const context = fakeContext();
    const extra = { subject: "s", recipients: ["r"], data: { n: 1 } };
    void logChannel.deliver({ message: "", priority: "high", ...extra }, context);
    expect(context.records[0]).toStrictEqual({
      level: "info",
      fields: { priority: "high", ...extra },
      message: "",
    });
  });
});
