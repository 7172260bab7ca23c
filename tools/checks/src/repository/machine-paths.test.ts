import { machinePaths } from "./machine-paths";

const home = ["", "home", "someone", "project"].join("/");

test.each([
  ["a home", `see ${home}/file`],
  ["a home on macOS", ["", "Users", "someone", "x"].join("/")],
  ["a home on Windows", ["C:", "Users", "someone"].join("\\")],
  ["the superuser's home", ["", "root", "x"].join("/")],
  ["the folder of the checkout", "in /srv/checkout/packages"],
])("finds %s", (_name, text) => {
  expect(machinePaths(text, "/srv/checkout")).toHaveLength(1);
});

test.each([
  "/etc/hosts",
  "docs/home/page",
  "https://example.com/root/x",
  "/srv/checkout-two/x",
  "./root/file",
])("leaves %s alone", (text) => {
  expect(machinePaths(text, "/srv/checkout")).toEqual([]);
});
