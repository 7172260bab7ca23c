import { symbolsFor } from "./symbols";

test.each([
  ["Linux", {}, "linux", "✔"],
  ["the console of Linux", { TERM: "linux" }, "linux", "+"],
  ["an old console of Windows", {}, "win32", "+"],
  ["Windows Terminal", { WT_SESSION: "1" }, "win32", "✔"],
  ["VS Code on Windows", { TERM_PROGRAM: "vscode" }, "win32", "✔"],
  ["xterm on Windows", { TERM: "xterm-256color" }, "win32", "✔"],
])("%s", (_, env, platform, completed) => {
  expect(symbolsFor({ env }, platform).completed).toBe(completed);
});
