import { readFileSync } from "node:fs";
import path from "node:path";
import { catalog } from "@tutti/core";
import { serverErrors } from "./catalog";
import { coreStatus, coreStatuses } from "./core-statuses";
import { toProblem } from "./problem";

describe("the statuses of the core's codes", () => {
  it("have a row for each code, and no other", () => {
    expect(Object.keys(coreStatuses).toSorted()).toEqual(Object.keys(catalog).toSorted());
  });

  it("are 500 for a code of a newer core", () => {
    expect(coreStatus("FROM_THE_FUTURE")).toBe(500);
    expect(coreStatus("constructor")).toBe(500);
  });

  it("share no code with the server's own", () => {
    expect(Object.keys(serverErrors).filter((code) => Object.hasOwn(catalog, code))).toEqual([]);
  });
});

describe("README.md", () => {
  it("lists the server's codes and statuses as they are", () => {
    const readme = readFileSync(path.join(__dirname, "../../README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(rows).toEqual(Object.entries(serverErrors).map(([code, { status }]) => [code, status]));
  });
});

describe("instance", () => {
  it.each([
    ["/a%20b?secret=1", "/a%20b"],
    ['/"<script>\n', "/%22%3Cscript%3E%0A"],
    ["/%zz/%e4", "/%25zz/%e4"],
    ["/ä😀", "/%C3%A4%F0%9F%98%80"],
  ])("is a URI reference for %j", (url, instance) => {
    expect(toProblem(new Error("x"), { url, requestId: "1" }).problem.instance).toBe(instance);
  });
});
