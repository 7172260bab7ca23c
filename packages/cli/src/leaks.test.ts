import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { fakeIo, type FakeIo, removeWorlds } from "./testing/fake-io";
import { canaries, tracesOf } from "./testing/leaks/canaries";
import { type EchoServices, startEchoServices } from "./testing/leaks/echo-services";

jest.setTimeout(60_000);

let services: EchoServices;
const environment = ["ENVIRONMENT", "BEARER", "PASSWORD", "API_KEY", "QUERY_KEY", "CLIENT_SECRET"];

beforeAll(async () => {
  services = await startEchoServices();
  const { environment: own, bearer, password, apiKey, queryKey, clientSecret } = canaries;
  for (const [index, value] of [own, bearer, password, apiKey, queryKey, clientSecret].entries())
    process.env[`TUTTI_SECRET_${environment[index]}`] = value;
});
afterAll(async () => {
  for (const name of environment) Reflect.deleteProperty(process.env, `TUTTI_SECRET_${name}`);
  removeWorlds();
  await services.stop();
});

const secret = (name: string) => ({ secret: name });

/** Secrets go in through everything that takes them. */
function configuration(): object {
  const url = services.http;
  const token_url = `${url}/token`;
  return {
    storage: { path: "tutti.db" },
    secrets: { folder: "secrets" },
    plugins: [
      [path.join(__dirname, "testing/plugins/vault.cjs"), { values: { PROVIDER: canaries.provider } }],
    ],
    services: {
      open: { url },
      bearer: { url, auth: { type: "bearer", token: secret("BEARER") } },
      basic: { url, auth: { type: "basic", username: "ada", password: secret("PASSWORD") } },
      key: { url, auth: { type: "api_key", key: secret("API_KEY") } },
      query: { url, auth: { type: "api_key", key: secret("QUERY_KEY"), query: "key" } },
      oauth: {
        url,
        auth: {
          type: "client_credentials",
          token_url,
          client_id: "ada",
          client_secret: secret("CLIENT_SECRET"),
        },
      },
    },
    notification: {
      slack: { webhook_url: `${url}/refuse/${canaries.slackPath}` },
      webhook: {
        url: `${url}/refuse/${canaries.webhookPath}`,
        secret: `whsec_${canaries.webhookSecret}`,
        headers: { authorization: canaries.webhookHeader },
      },
      email: {
        smtp_url: `smtp://ada:${encodeURIComponent(canaries.smtpPassword)}@127.0.0.1:${services.smtpPort}`,
        from: "ada@example.org",
      },
    },
  };
}

const NAMED = ["ENVIRONMENT", "FILE", "PROVIDER"];
/** Everything that an author can reach, once by itself, once inside a text, and in encodings. */
const given = {
  pin: "{{pin}}",
  map: "{{map}}",
  list: NAMED.map((name) => `{{$secrets.${name}}}`),
  text: NAMED.map((name) => `<{{$secrets.${name}}}>`).join(),
  encoded: NAMED.map((name) => `{{$base64encode("u:" & $secrets.${name})}}`),
  uri: "{{$encodeUrlComponent($secrets.PROVIDER)}}",
};
const tolerant = { on_error: "continue", retry: { max_attempts: 1 } };
const call = (service: string, endpoint: string) => ({
  action_id: `${service}_${endpoint.slice(1)}`,
  action_type: "service_call",
  config: {
    service,
    endpoint,
    method: "POST",
    parameters: given,
    headers: { "x-note": "{{$base64encode(pin)}}" },
  },
  ...tolerant,
});
const change = (transformation: string, input: string) => ({
  action_id: transformation,
  action_type: "transform",
  config: { transformation, input },
  ...tolerant,
});
const told = {
  action_id: "tell",
  action_type: "notification",
  config: {
    channels: ["log", "slack", "webhook", "email"],
    require: "all",
    message: "{{pin}} {{$secrets.ENVIRONMENT}} {{$secrets.FILE}}",
    subject: "{{$secrets.PROVIDER}}",
    recipients: ["bob@example.org"],
    data: given,
  },
  ...tolerant,
};
const failing = {
  action_id: "refuses",
  action_type: "fail",
  config: { code: "NO", message: "No {{pin}}, {{$secrets.FILE}}" },
  ...tolerant,
};
const broken = [
  { action_id: "number", action_type: "transform", config: { transformation: "number", input: "{{pin}}" } },
  {
    action_id: "sum",
    action_type: "transform",
    config: { transformation: "trim", input: "{{$number($secrets.PROVIDER)}}" },
  },
  { action_id: "until", action_type: "wait", config: { until: "{{$secrets.FILE}}" } },
  { action_id: "waits", action_type: "wait_for_signal", config: { signal: "{{pin}}", timeout_seconds: 1 } },
  {
    action_id: "wants",
    action_type: "notification",
    config: { message: "x", channels: ["{{$secrets.PROVIDER}}"] },
  },
].map((action) => ({ ...action, ...tolerant }));

const inner = {
  name: "Inner",
  parameters: [
    { name: "note", type: "string" },
    { name: "list", type: "array" },
  ],
  actions: [
    {
      action_id: "echo",
      action_type: "service_call",
      config: {
        service: "open",
        endpoint: "/inner",
        method: "POST",
        parameters: { note: "{{note}}", list: "{{list}}" },
      },
    },
  ],
  outputs: { note: "{{note}}", echo: "{{echo}}" },
};

const outer = (innerId: string) => ({
  name: "Outer",
  parameters: [
    { name: "pin", type: "string", secret: true },
    { name: "map", type: "object", secret: true },
  ],
  actions: [
    ...["open", "bearer", "basic", "key", "query", "oauth"].flatMap((service) => [
      call(service, "/echo"),
      call(service, "/refuse"),
    ]),
    ...["base64_encode", "to_json", "trim"].map((one) => change(one, "{{pin}}")),
    {
      ...change("jsonata", "{{pin}}"),
      config: { transformation: "jsonata", input: "{{pin}}", expression: '{ $: $ & "!" }' },
    },
    told,
    failing,
    ...broken,
    {
      action_id: "published",
      action_type: "emit_event",
      config: { event_type: "used", subject: "{{pin}}", data: given },
    },
    {
      action_id: "each",
      for_each: "{{[$secrets.PROVIDER, pin]}}",
      action_type: "service_call",
      config: { service: "open", endpoint: "/each", method: "POST", parameters: { item: "{{$item}}" } },
    },
    {
      action_id: "child",
      action_type: "run_workflow",
      config: {
        workflow_id: innerId,
        parameters: {
          note: "Bearer {{$secrets.PROVIDER}} {{pin}}",
          list: "{{[$secrets.ENVIRONMENT, map.deep]}}",
        },
      },
    },
    { action_id: "listen", action_type: "wait_for_signal", config: { signal: "go" }, depends_on: "child" },
    { ...failing, action_id: "last", depends_on: ["listen", "open_echo"], on_error: "fail" },
  ],
  on_failure: [
    {
      action_id: "tidy",
      action_type: "service_call",
      config: {
        service: "open",
        endpoint: "/tidy",
        method: "POST",
        parameters: { why: "{{$error.message}}", pin: "{{pin}}" },
      },
    },
  ],
  outputs: { pin: "{{pin}}", all: "{{open_echo}}" },
});

/** What `executions --json` says, as far as it is looked at here. */
interface Executions {
  readonly executions: readonly { readonly execution_id: string; readonly workflow_name: string }[];
}

/** Runs a command in the project; gives everything that it said. */
async function said(io: FakeIo, ...argv: readonly string[]): Promise<string> {
  const beside = fakeIo({ beside: io });
  await beside.tutti(...argv);
  return beside.out + beside.err;
}

/** All that can be read afterwards, by where it stands. */
async function everything(): Promise<Map<string, string>> {
  const io = fakeIo({
    files: { "tutti.config.yaml": stringify(configuration()), "inner.yaml": stringify(inner) },
  });
  mkdirSync(path.join(io.cwd, "secrets"));
  writeFileSync(path.join(io.cwd, "secrets", "FILE"), `${canaries.file}\n`);
  const found = new Map<string, string>();
  await said(io, "run", "inner.yaml", "-p", "note=x", "-p", "list=[]");
  const { workflows } = JSON.parse(await said(io, "list", "--json")) as {
    workflows: { workflow_id: string }[];
  };
  io.save("outer.yaml", stringify(outer(workflows[0]?.workflow_id ?? "")));
  const parameters = { pin: canaries.parameter, map: { deep: canaries.objectParameter } };
  io.save("parameters.json", JSON.stringify(parameters));
  const command = ["outer.yaml", "--params", "parameters.json"];
  // What says the parameters wrongly is told so without them.
  found.set("wrong", await said(io, "run", ...command, "-p", `map=${canaries.objectParameter}`));
  const owner = fakeIo({ beside: io });
  const run = owner.tutti("run", ...command);
  await owner.said("listen waits");
  // The newest one is the child.
  const { executions } = JSON.parse(await said(io, "executions", "--json")) as Executions;
  const id = executions.find(({ workflow_name }) => workflow_name === "Outer")?.execution_id ?? "";
  const payload = JSON.stringify({ echo: canaries.parameter });
  found.set("signal", await said(io, "signal", id, "go", "--payload", payload));
  await run;
  found.set("run", owner.out + owner.err);
  for (const words of [["show", id], ["events", id], ["show", "last"], ["executions"], ["list"], ["actions"]])
    for (const more of [[], ["--json"]])
      found.set([...words, ...more].join(" ").replace(id, "outer"), await said(io, ...words, ...more));
  found.set("backup", await said(io, "storage", "backup", "copy.db"));
  for (const file of readdirSync(io.cwd).filter((name) => /\.db/.test(name) && !name.endsWith("-key")))
    found.set(file, readFileSync(path.join(io.cwd, file)).toString("latin1"));
  return found;
}

/** SQLite keeps UTF-8; read as Latin-1 it is found as such. */
const asStored = (text: string): string => Buffer.from(text).toString("latin1");

test("no secret comes out, whichever way it went in", async () => {
  const found = await everything();
  const arrived = services.received.join("\n");
  const leaks: string[] = [];
  for (const [name, value] of Object.entries(canaries)) {
    for (const trace of tracesOf(value))
      for (const [place, text] of found)
        if (text.includes(trace) || text.includes(asStored(trace)))
          leaks.push(`${name} in ${place}: ${trace}`);
  }
  expect(leaks).toEqual([]);
  // They were used, or nothing would be proved.
  for (const name of [
    "slackPath",
    "webhookPath",
    "webhookHeader",
    "bearer",
    "apiKey",
    "accessToken",
    "smtpPassword",
  ] as const)
    expect([name, arrived.includes(JSON.stringify(canaries[name]).slice(1, -1))]).toEqual([name, true]);
  for (const name of ["environment", "file", "provider", "parameter", "objectParameter"] as const)
    expect([
      name,
      arrived.includes(JSON.stringify(JSON.stringify(canaries[name]).slice(1, -1)).slice(1, -1)),
    ]).toEqual([name, true]);
  expect(found.get("show outer --json")).toContain("[redacted]");
  expect(found.get("tutti.db")).toContain("[redacted]");
});
