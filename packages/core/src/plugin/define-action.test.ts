import { expectTypeOf } from "expect-type";
import { z } from "zod";
import type { ActionContext } from "./action";
import type { Resolver } from "./container";
import { defineAction } from "./define-action";
import { token } from "./token";

interface SmsGateway {
  send(to: string, message: string): string;
}

const SMS_GATEWAY = token<SmsGateway>("acme:sms-gateway");
const context = {} as ActionContext;

const greet = defineAction({
  type: "greet",
  description: "Says hello over SMS.",
  config: z.strictObject({ to: z.string(), message: z.string().default("Hi") }),
  output: z.object({ id: z.string() }),
  inject: { sms: SMS_GATEWAY },
  execute: (config, { sms }) => ({ id: sms.send(config.to, config.message) }),
});

const gateway: SmsGateway = { send: (to, message) => `${to}:${message}` };

describe("defineAction", () => {
  it("infers the config, the needs and the output from the schemas and tokens", () => {
    defineAction({
      type: "typed",
      description: "",
      config: z.object({ count: z.number() }),
      output: z.object({ doubled: z.number() }),
      inject: { sms: SMS_GATEWAY },
      execute(config, needs, given) {
        expectTypeOf(config).toEqualTypeOf<{ count: number }>();
        expectTypeOf(needs.sms).toEqualTypeOf<SmsGateway>();
        expectTypeOf(given).toEqualTypeOf<ActionContext>();
        return { doubled: config.count * 2 };
      },
    });
    expect.assertions(0);
  });

  it("keeps the descriptor, frozen and without execute and inject", () => {
    expect(greet.descriptor).toMatchObject({ type: "greet", description: "Says hello over SMS." });
    expect(Object.keys(greet.descriptor)).not.toContain("execute");
    expect(Object.isFrozen(greet.descriptor)).toBe(true);
  });

  it("runs with needs given by hand, for unit tests", () => {
    const executor = greet.withNeeds({ sms: gateway });
    expect(executor.execute({ to: "+1", message: "Hi" }, context)).toEqual({ id: "+1:Hi" });
  });

  it("runs with needs from a container", () => {
    const resolver = { resolve: () => gateway, resolveAll: () => [] } as unknown as Resolver;
    const executor = greet.bind(resolver);
    expect(executor.execute({ to: "+1", message: "Hi" }, context)).toEqual({ id: "+1:Hi" });
  });

  it("says what is missing when it runs with its needs unmet", () => {
    expect(() => greet.execute({ to: "+1", message: "Hi" }, context)).toThrow(/acme:sms-gateway.*withNeeds/);
  });

  it("needs nothing where nothing is injected", () => {
    const echo = defineAction({
      type: "echo",
      description: "",
      config: z.object({ text: z.string() }),
      execute: (config) => config.text,
    });
    expect(echo.execute({ text: "x" }, context)).toBe("x");
  });
});
