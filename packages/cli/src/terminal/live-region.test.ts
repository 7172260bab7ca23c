import { Screen } from "../testing/screen";
import { LiveRegion, sizeOf } from "./live-region";
import { painter } from "./style";

function open(columns = 40) {
  const screen = new Screen(columns);
  return { screen, region: new LiveRegion(screen, painter(false)) };
}

test("lines are rewritten in place, and others put above them", () => {
  const { region, screen } = open();
  screen.write("$ tutti run\n");
  region.update([["title"], ["⠋ a long line"], ["○ two"]]);
  region.update([["title"], ["✔ short"], ["⠙ two"]], [["one │ hello"]]);
  expect(screen.text).toBe("$ tutti run\none │ hello\ntitle\n✔ short\n⠙ two");
  expect(screen.isCursorShown).toBe(false);
  region.close();
  expect(screen.isCursorShown).toBe(true);
});

test("fewer lines leave none of the old ones", () => {
  const { region, screen } = open();
  region.update([["one"], ["two"], ["three"]]);
  region.update([["one"]]);
  expect(screen.text).toBe("one");
});

test("a change is one write that clears nothing it does not overwrite", () => {
  const { region, screen } = open();
  region.update([["one"], ["two"]]);
  const writes: string[] = [];
  screen.write = (text) => void writes.push(text);
  region.update([["one"], ["2"]]);
  expect(writes).toEqual(["\u001b[?2026h\r\u001b[2Aone\u001b[K\n2\u001b[K\n\u001b[J\u001b[?2026l"]);
});

test("nothing is written while nothing changes", () => {
  const { region, screen } = open();
  region.update([["one"]]);
  const { written } = screen;
  region.update([["one"]]);
  expect(screen.written).toBe(written);
});

test("a line never breaks: it is cut to the window", () => {
  const { region, screen } = open(10);
  region.update([["0123456789abc"], ["next"]]);
  expect(screen.text).toBe("01234567…\nnext");
});

test("a window that became narrower has broken the lines: all of their parts are overwritten", () => {
  const { region, screen } = open(20);
  region.update([["0123456789abcdef"], ["next"]]);
  screen.columns = 10;
  region.update([["new"], ["next"]]);
  // Two rows of the first line and one of the second.
  expect(screen.written).toContain("\r\u001b[3Anew");
});

test("closing what was never opened writes nothing", () => {
  const { region, screen } = open();
  region.close();
  expect(screen.written).toBe("");
});

test("a terminal that tells no size has the usual one", () => {
  expect(sizeOf({ write: () => true, columns: 0, rows: 0 })).toEqual({ columns: 80, rows: 24 });
  expect(sizeOf({ write: () => true })).toEqual({ columns: 80, rows: 24 });
});
