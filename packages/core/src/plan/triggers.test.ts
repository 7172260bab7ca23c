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

  test("read only what their trigger has", () => {
    const given = (trigger: object, value: string): string[] =>
      errorsOf(
        workflow([], {
          parameters: [{ name: "n", type: "string" }],
          triggers: [{ ...trigger, parameters: { n: value } }],
        }),
      );
    const schedule = { type: "schedule", cron: "@daily" };
    expect(given(schedule, "{{$trigger.scheduled_at}}")).toEqual([]);
    expect(given(event, "{{$event.data.id}} {{data.id}} {{$trigger.index}} {{$uppercase(type)}}")).toEqual(
      [],
    );
    expect(given(schedule, "{{$event.id}}")).toEqual([
      'INVALID_EXPRESSION triggers[0].parameters.n: Invalid expression "{{$event.id}}": a trigger of type schedule has no $event to read.',
    ]);
    expect(given(schedule, "{{n}}")).toEqual([
      expect.stringContaining("a trigger of type schedule has no n to read"),
    ]);
    expect(given(event, "{{$evnt.id}}")).toEqual([
      expect.stringContaining("a trigger of type event has no $evnt to read."),
    ]);
  });

  test("put secrets into secret parameters only", () => {
    const parameters = [
      { name: "key", type: "string", secret: true },
      { name: "open", type: "string", required: false },
    ];
    const given = (values: object): string[] =>
      errorsOf(workflow([], { parameters, triggers: [{ ...event, parameters: values }] }));
    expect(given({ key: "{{$secrets.KEY}}" })).toEqual([]);
    expect(given({ open: "Bearer {{$secrets.KEY}}" })).toEqual([
      'INVALID_EXPRESSION triggers[0].parameters.open: Invalid expression "Bearer {{$secrets.KEY}}": a secret may only go into a secret parameter.',
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
