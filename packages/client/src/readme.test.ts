import { readFileSync } from "node:fs";
import path from "node:path";
import { eventCalls } from "./calls/event-calls";
import { executionCalls } from "./calls/execution-calls";
import { serverCalls } from "./calls/server-calls";
import { workflowCalls } from "./calls/workflow-calls";
import { clientErrors, createClient } from "./index";
import type { Http } from "./http/http";

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

/** The rows of the table whose head begins so: the cells without their quotes. */
function table(head: string): string[][] {
  const lines = readme.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  expect(start).toBeGreaterThan(-1);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const namesIn = (text = "") => text.replaceAll("`", "").split(", ");

const http = {} as Http;
const GROUPS: Readonly<Record<string, object>> = {
  workflows: workflowCalls(http),
  executions: executionCalls(http),
  events: eventCalls(http),
  "the server": serverCalls(http),
};

test("README.md lists the methods as they are", () => {
  expect(Object.fromEntries(table("around").map(([group = "", names]) => [group, namesIn(names)]))).toEqual(
    Object.fromEntries(Object.entries(GROUPS).map(([group, calls]) => [group, Object.keys(calls)])),
  );
  const client = createClient({ url: "http://127.0.0.1" });
  expect(Object.keys(client)).toEqual(Object.values(GROUPS).flatMap((calls) => Object.keys(calls)));
});

test("README.md lists the errors as they are", () => {
  expect(table("code").map(([code]) => namesIn(code)[0])).toEqual(Object.keys(clientErrors));
});
