import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { serve, stopAll } from "./testing/serve";

const services: Server[] = [];

afterAll(async () => {
  await stopAll();
  for (const service of services) service.close();
});

/** Stands between what the steps print. */
const BETWEEN = "-- next --";

const run = promisify(execFile);
const page = readFileSync(path.join(__dirname, "../docs/api.md"), "utf8");

/** A command of the page, and what its last request is answered with, in part. */
interface Step {
  readonly command: string;
  readonly answer: unknown;
}

/** A service that gives these answers, one after the other, and then the last one. */
async function serviceWith(...answers: readonly (readonly [number, object])[]): Promise<{ url: string }> {
  const left = [...answers];
  const service = createServer((request, response) => {
    request.resume();
    const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [500, {}];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  services.push(service);
  await once(service.listen(0, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${(service.address() as AddressInfo).port}` };
}

/** What the page says of its two services: the second one is down at first. */
async function servicesOfThePage() {
  return {
    analysis_service: await serviceWith([200, { status: "success", data: { quality_score: 85 } }]),
    reporting_service: await serviceWith([503, {}], [200, { status: "success", score: 85 }]),
  };
}

function stepsOf(text: string): Step[] {
  const fences = Array.from(text.matchAll(/^```(sh|json)\n([^]*?)^```$/gm), ([, kind, code = ""]) => ({
    kind,
    code,
  }));
  return fences.flatMap(({ code, kind }, index) => {
    if (kind !== "sh") return [];
    const next = fences[index + 1];
    return [
      { command: code, answer: next?.kind === "json" ? (JSON.parse(next.code) as unknown) : undefined },
    ];
  });
}

/** Lists in the page show their first items. */
function expected(value: unknown): unknown {
  if (Array.isArray(value)) return expect.arrayContaining(value.map(expected));
  if (typeof value !== "object" || value === null) return value;
  return expect.objectContaining(
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expected(one)])),
  );
}

describe("docs/api.md", () => {
  const [start, ...steps] = stepsOf(page);

  it("does what it says, by curl 7.84 or newer in a POSIX shell", async () => {
    await run("curl", ["--version"]).catch(() => {
      throw new Error("This test runs the page's curl commands: install curl (apt-get install curl).");
    });
    const { server } = await serve({
      core: { plugins: [notification(), serviceCall({ services: await servicesOfThePage() })] },
    });
    expect(start?.command).toBe("export TUTTI=http://127.0.0.1:5080\n");
    const script = steps.map(({ command }) => `${command}\nprintf '\\n${BETWEEN}\\n'`).join("\n");
    const { stdout } = await run("sh", ["-eu", "-c", `export TUTTI=${server.url}\n${script}`]);
    const outputs = stdout.split(`${BETWEEN}\n`).slice(0, -1);
    expect(outputs).toHaveLength(steps.length);
    for (const [index, { answer }] of steps.entries()) {
      const output = outputs[index] ?? "";
      if (answer === undefined) expect(output).toMatch(/^data: .*"type":"tutti.execution.completed"/m);
      else expect(JSON.parse(output)).toEqual(expected(answer));
    }
    expect(steps.length).toBeGreaterThan(8);
  }, 60_000);
});
