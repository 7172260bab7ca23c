import { compilePlan } from "./compile";
import { actionTypes, definitionOf, errorsOf, workflow } from "./testing/definitions";

describe("the expressions of triggers", () => {
  const triggered = (trigger: object): string[] => errorsOf(workflow([], { triggers: [trigger] }));
  const event = { type: "event", event_type: "order.created" };
  const webhook = { type: "webhook", path: "orders" };

  test("may read what is not known before", () => {
    expect(triggered({ ...event, filter: "data.total > 5" })).toEqual([]);
    expect(triggered({ ...event, filter: "urgent and secrets and $event" })).toEqual([]);
    expect(triggered({ ...webhook, secret: "{{$secrets.KEY}}" })).toEqual([]);
  });

  test("have to be expressions", () => {
    expect(triggered({ ...event, filter: "total ==" })).toEqual([
      expect.stringMatching(/^INVALID_EXPRESSION triggers\[0\]\.filter: Invalid expression "total =="/),
    ]);
    const [error] = errorsOf(
      workflow([], {
        parameters: [{ name: "user_name", type: "string" }],
        triggers: [{ ...event, parameters: { user_name: "{{data.(}}" } }],
      }),
    );
    expect(error).toMatch(/^INVALID_EXPRESSION triggers\[0\]\.parameters\.user_name/);
  });

  test("name the secrets that they read", () => {
    expect(triggered({ ...event, filter: "$secrets.KEY = data.key" })).toEqual([]);
    expect(triggered({ ...event, filter: "$lookup($secrets, 'KEY') = data.key" })).toEqual([
      expect.stringMatching(/^INVALID_EXPRESSION triggers\[0\]\.filter: .*without a name/),
    ]);
    expect(triggered({ ...webhook, secret: "{{'abc'}}" })).toEqual([
      "INVALID_EXPRESSION triggers[0].secret: Invalid expression \"{{'abc'}}\": a webhook's secret has to be read from a secret.",
    ]);
  });

  test("make a webhook's secret of a secret", () => {
    const fixes = (secret: string): string[] =>
      compilePlan(definitionOf(workflow([], { triggers: [{ ...webhook, secret }] })), actionTypes).errors.map(
        ({ fix }) => fix,
      );
    for (const secret of ["{{data.key}}", "{{'abc'}}"])
      expect(fixes(secret)).toEqual(["Write {{$secrets.NAME}}."]);
    expect(fixes("{{$secrets.KEY & 'x'}}")).toEqual([]);
  });

  test("are told once when they are broken, however much they lack", () => {
    expect(triggered({ ...webhook, secret: "{{a ==}}" })).toHaveLength(1);
  });
});
