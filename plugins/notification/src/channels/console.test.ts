import { fakeContext } from "../testing/fake-context";
import { consoleChannel } from "./console";

function written(message: string, subject?: string): string {
  const lines: string[] = [];
  const channel = consoleChannel({ stream: { write: (text) => lines.push(text) } });
  void channel.deliver({ message, subject, priority: "normal" }, fakeContext());
  expect(lines).toHaveLength(1);
  return lines.join("");
}

describe("the console channel", () => {
  it("writes one line", () => {
    expect(written("hi")).toBe("hi\n");
    expect(written("")).toBe("\n");
    expect(written("done", "Import")).toBe("Import: done\n");
  });

  it("writes line breaks and control characters as escapes", () => {
    expect(written("a\nb\r\u001b[2Jc\u2028d\te")).toBe("a\\nb\\u000d\\u001b[2Jc\\u2028d\te\n");
  });

  it("writes to the standard output by default", () => {
    const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    try {
      void consoleChannel().deliver({ message: "hi", priority: "low" }, fakeContext());
      expect(write.mock.calls).toEqual([["hi\n"]]);
    } finally {
      write.mockRestore();
    }
  });
});
