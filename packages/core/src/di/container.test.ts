import { z } from "zod";
import { type ActionExecutor, token } from "../plugin/index";
import { Container, inject } from "./container";

const NAME = token<string>("test:name");
const OTHER = token<number>("test:other");

class Greeter {
  constructor(
    @inject(NAME) readonly name: string,
    @inject(OTHER) readonly other: number,
  ) {}
}

describe("Container", () => {
  it("resolves values, factories and classes, each made once", () => {
    const container = new Container();
    let made = 0;
    container.register(NAME, { useFactory: () => `made ${++made}` });
    container.register(OTHER, { useValue: 7 });
    const GREETER = token<Greeter>("test:greeter");
    container.register(GREETER, { useClass: Greeter });
    expect([container.resolve(NAME), container.resolve(NAME)]).toEqual(["made 1", "made 1"]);
    expect(container.resolve(GREETER)).toMatchObject({ name: "made 1", other: 7 });
    expect(container.resolve(GREETER)).toBe(container.resolve(GREETER));
  });

  it("keeps everything registered for a token, the newest for resolve", () => {
    const container = new Container();
    container.register(NAME, { useValue: "first" });
    container.register(NAME, { useValue: "second" });
    expect(container.resolve(NAME)).toBe("second");
    expect(container.resolveAll(NAME)).toEqual(["first", "second"]);
    expect(container.resolveAll(OTHER)).toEqual([]);
  });

  it("replaces what was registered when a test overrides it, also for those that need it", () => {
    const container = new Container();
    container.register(NAME, { useValue: "real" });
    container.register(OTHER, { useFactory: (resolver) => resolver.resolve(NAME).length });
    container.override(NAME, { useValue: "fake one" });
    expect(container.resolveAll(NAME)).toEqual(["fake one"]);
    expect(container.resolve(OTHER)).toBe(8);
  });

  it("names the token that nothing registered", () => {
    expect(() => new Container().resolve(NAME)).toThrow('needs "test:name"');
  });

  it("shares nothing with another container", () => {
    const one = new Container();
    one.register(NAME, { useValue: "one" });
    expect(new Container().resolveAll(NAME)).toEqual([]);
  });

  it("meets the same token under the same name", () => {
    const container = new Container();
    container.register(NAME, { useValue: "x" });
    expect(container.resolve(token<string>("test:name"))).toBe("x");
  });
});

describe("building a class", () => {
  const filled = (): Container => {
    const container = new Container();
    container.register(NAME, { useValue: "Ada" });
    container.register(OTHER, { useValue: 1 });
    return container;
  };

  it("takes its parameters from @inject", () => {
    expect(filled().build(Greeter)).toEqual({ name: "Ada", other: 1 });
  });

  it("takes its parameters from a static inject list, for code without decorators", () => {
    class Plain {
      static readonly inject = [OTHER, NAME];
      constructor(
        readonly other: number,
        readonly name: string,
      ) {}
    }
    expect(filled().build(Plain)).toEqual({ other: 1, name: "Ada" });
  });

  it("builds a class without parameters", () => {
    class Bare implements ActionExecutor {
      readonly descriptor = { type: "bare", description: "", config: z.object({}) };
      execute(): null {
        return null;
      }
    }
    expect(filled().build(Bare).descriptor.type).toBe("bare");
  });

  it("refuses a parameter that nothing fills, which would be undefined", () => {
    class Half {
      constructor(
        @inject(NAME) readonly name: string,
        readonly rest: number,
      ) {}
    }
    expect(() => filled().build(Half)).toThrow(/"Half".*parameter 2/);
  });

  it("names the token that a parameter needs and nothing registered", () => {
    expect(() => new Container().build(Greeter)).toThrow('needs "test:name"');
  });
});
