import { PassThrough } from "node:stream";
import { askOn, processIo } from "./io";

test("asks a question and gives the line", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ask = askOn(input, output);
  const answer = ask("Name: ");
  input.write("acme\n");
  expect(await answer).toBe("acme");
  expect(String(output.read())).toContain("Name: ");
});

test("the end of the input is no answer", async () => {
  const input = new PassThrough();
  const answer = askOn(input, new PassThrough())("Name: ");
  input.end();
  expect(await answer).toBeUndefined();
});

test("nobody is asked where there is no terminal", () => {
  const isTTY = process.stdin.isTTY;
  process.stdin.isTTY = false;
  expect(processIo()).not.toHaveProperty("ask");
  process.stdin.isTTY = isTTY;
  expect(processIo().year).toBeGreaterThan(2025);
});
