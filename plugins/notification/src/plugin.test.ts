import { type ActionExecutor, createOrchestrator, isPlugin, type Plugin } from "@tutti/core";
import { expectTypeOf } from "expect-type";
import manifest from "../package.json";
import type { NotificationAction } from "./action";
import * as publicFace from "./index";
import {
  NOTIFICATION_CHANNEL,
  notification,
  type NotificationChannel,
  type NotificationOptions,
  plugin,
} from "./index";
import { fakeContainer } from "./testing/fake-container";
import { fakeContext } from "./testing/fake-context";

const sms: NotificationChannel = { name: "sms", description: "SMS", deliver: () => ({ id: "sms-1" }) };

function actionOf(made: Plugin): NotificationAction {
  expect(made.actions).toHaveLength(1);
  return made.actions[0] as NotificationAction;
}

/** Checks a config as the engine does, then runs it. */
async function run(action: ActionExecutor, config: unknown, context = fakeContext()): Promise<unknown> {
  return await action.execute(action.descriptor.config.parse(config), context);
}

describe("notification()", () => {
  it("is a plugin with the name and the version of the package", () => {
    expect(isPlugin(notification())).toBe(true);
    expect(notification()).toMatchObject({ name: manifest.name, version: manifest.version });
    expect(plugin).toBe(notification);
    expectTypeOf<Parameters<typeof notification>[0]>().toEqualTypeOf<NotificationOptions | undefined>();
    expect(Object.keys(publicFace).toSorted()).toEqual(["NOTIFICATION_CHANNEL", "notification", "plugin"]);
  });

  it("brings the action, whose examples run and give what the output schema says", async () => {
    const lines: string[] = [];
    const action = actionOf(notification({ console: { stream: { write: (text) => lines.push(text) } } }));
    const { type, examples = [], output } = action.descriptor;
    expect(type).toBe("notification");
    expect(examples.length).toBeGreaterThan(1);
    for (const { config } of examples) {
      const result = await run(action, config);
      expect(output?.parse(result)).toEqual(result);
    }
    expect(lines).toHaveLength(1);
  });

  it.each([
    ["Processing user: Ada (Age: 36, Active: true)", "Processing user: Ada (Age: 36, Active: true)"],
    ["", ""],
    [36, "36"],
    [true, "true"],
  ])("logs the message %j", async (message, text) => {
    const context = fakeContext();
    const output = { message: text, deliveries: [{ channel: "log", status: "delivered" }] };
    await expect(run(actionOf(notification()), { message }, context)).resolves.toEqual(output);
    expect(context.records).toMatchObject([{ level: "info", message: text }]);
  });

  it("knows the channels of its options when a workflow is created", async () => {
    const action = actionOf(notification({ channels: [sms] }));
    await expect(run(action, { message: "hi", channels: ["sms"] })).resolves.toMatchObject({
      deliveries: [{ channel: "sms", status: "delivered", id: "sms-1" }],
    });
    const { error } = action.descriptor.config.safeParse({ message: "hi", channels: ["fax"] });
    expect(error?.issues[0]?.message).toBe('Unknown channel "fax". Installed: console, log, sms');
  });

  it("registers its channels, and knows those of other plugins once it is bound to the container", async () => {
    const container = fakeContainer();
    const made = notification();
    made.register(container);
    container.register(NOTIFICATION_CHANNEL, { useValue: sms });
    expect(container.resolveAll(NOTIFICATION_CHANNEL).map(({ name }) => name)).toEqual([
      "log",
      "console",
      "sms",
    ]);
    const action = actionOf(made).bind(container);
    await expect(run(action, { message: "hi", channels: ["sms"] })).resolves.toMatchObject({
      deliveries: [{ id: "sms-1" }],
    });
    const { error } = action.descriptor.config.safeParse({ message: "hi", channels: ["fax"] });
    expect(error?.issues[0]?.message).toBe('Unknown channel "fax". Installed: console, log, sms');
  });

  it("lets tests take the real channels away", async () => {
    const container = fakeContainer();
    const made = notification();
    made.register(container);
    const sent: string[] = [];
    const fake = {
      name: "log",
      description: "",
      deliver: ({ message }: { message: string }) => void sent.push(message),
    };
    container.override(NOTIFICATION_CHANNEL, { useValue: fake });
    await run(actionOf(made).bind(container), { message: "hi" });
    expect(sent).toEqual(["hi"]);
  });

  it("lets a channel of one's own replace a built-in one", async () => {
    const context = fakeContext();
    const mine = { ...sms, name: "log" };
    await expect(
      run(actionOf(notification({ channels: [mine] })), { message: "hi" }, context),
    ).resolves.toMatchObject({
      deliveries: [{ channel: "log", id: "sms-1" }],
    });
    expect(context.records).toEqual([]);
  });

  it("closes its channels when the orchestrator stops", async () => {
    const closed: string[] = [];
    const pooled = { ...sms, name: "pooled", close: () => void closed.push("pooled") };
    const slow = { ...sms, name: "slow", close: () => Promise.resolve(void closed.push("slow")) };
    const orchestrator = await createOrchestrator({
      plugins: [notification({ channels: [pooled, sms, slow] })],
    });
    expect(closed).toEqual([]);
    await orchestrator.stop();
    expect(closed).toEqual(["pooled", "slow"]);
  });

  it("refuses wrong options with one error that names the plugin", () => {
    expect(() => notification({ webhook: { url: "nowhere" } })).toThrow(
      "Options of @tutti/plugin-notification: webhook.url: Expected an http or https URL.",
    );
  });

  it("shares nothing between two orchestrators that use one plugin", () => {
    const made = notification();
    const [one, two] = [fakeContainer(), fakeContainer()];
    for (const container of [one, two]) made.register(container);
    one.register(NOTIFICATION_CHANNEL, { useValue: sms });
    const names = (container: typeof one) => actionOf(made).bind(container).descriptor.config;
    expect(names(one).safeParse({ message: "hi", channels: ["sms"] }).success).toBe(true);
    expect(names(two).safeParse({ message: "hi", channels: ["sms"] }).success).toBe(false);
  });
});
