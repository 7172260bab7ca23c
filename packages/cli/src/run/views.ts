import type { CloudEvent } from "@tutti/core";
import type { Io, Output } from "../io";
import type { Board } from "../render/board";
import { eventLines } from "../render/event-lines";
import { frame } from "../render/frame";
import { logLines } from "../render/log-lines";
import { LiveRegion, sizeOf } from "../terminal/live-region";
import { type Line, type Painter, painter, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { printableLines } from "../terminal/text";
import type { Listener } from "./voice";

/** Shows an execution while it runs. */
export interface RunView extends Listener {
  /** Called once, before anything else. */
  begin(board: Board): void;
  /** An event has happened; the board has followed it. */
  onEvent(event: CloudEvent): void;
  /** Something that the command itself has to say. */
  note(text: string): void;
  end(): void;
}

/** Where and how to show. */
export interface ViewOptions {
  readonly out: Output;
  readonly paint: Painter;
  readonly symbols: Symbols;
}

/** A line per event: for pipes, logs and CI. */
export function plainView({ out, paint, symbols }: ViewOptions): RunView {
  let board: Board | undefined;
  const write = (lines: readonly Line[]): void => {
    for (const line of lines) out.write(`${paint(line)}\n`);
  };
  return {
    begin(begun) {
      board = begun;
    },
    onEvent: (event) => board && write(eventLines(event, board, symbols)),
    onLog: (record) => write(logLines(record, symbols)),
    note: (text) => write([[span(text, "yellow")]]),
    print: (text) => void out.write(text),
    end: () => undefined,
  };
}

/** Nothing but warnings and errors. What actions print goes to `printed`. */
export function silentView({ out, paint, symbols }: ViewOptions, printed: Output): RunView {
  return {
    begin: () => undefined,
    onEvent: () => undefined,
    onLog: (record) => {
      if (record.level === "info") return;
      for (const line of logLines(record, symbols)) out.write(`${paint(line)}\n`);
    },
    note: (text) => void out.write(`${text}\n`),
    print: (text) => void printed.write(text),
    end: () => undefined,
  };
}

/** How often a frame is drawn, in ms. */
const FRAME_MS = 80;

/** What draws frames by the clock; tests draw them themselves. */
export interface Ticker {
  now(): number;
  /** Calls back again and again; answers the function that ends it. */
  every(ms: number, callback: () => void): () => void;
}

/** The machine's clock. */
export const systemTicker: Ticker = {
  now: () => Date.now(),
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    return () => clearInterval(timer);
  },
};

/** A line per action, rewritten in place, with everything else above it: for terminals. */
export function liveView({ out, paint, symbols }: ViewOptions, ticker: Ticker = systemTicker): RunView {
  const region = new LiveRegion(out, paint);
  let board: Board | undefined;
  let tick = 0;
  let stop: () => void = () => undefined;
  const draw = (above: readonly Line[] = []): void => {
    if (board === undefined || board.startedAt === null) {
      for (const line of above) out.write(`${paint(line)}\n`);
      return;
    }
    region.update(frame(board, { now: ticker.now(), tick, symbols, ...sizeOf(out) }), above);
  };
  return {
    begin(begun) {
      board = begun;
      stop = ticker.every(FRAME_MS, () => {
        tick += 1;
        draw();
      });
    },
    onEvent: ({ type }) => {
      if (type === "tutti.execution.started") draw();
    },
    onLog: (record) => draw(logLines(record, symbols)),
    note: (text) => draw([[span(text, "yellow")]]),
    print: (text) => draw(printableLines(text).map((line): Line => [line])),
    end() {
      stop();
      draw();
      region.close();
      board = undefined;
    },
  };
}

/** How a run is to be shown. */
export interface ViewChoice {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colors: (output: Output) => boolean;
  readonly symbols: Symbols;
}

/** The view that fits the options and what standard output is. */
export function chooseView(
  { env, stderr, stdout }: Io,
  { colors, json, quiet, symbols }: ViewChoice,
): RunView {
  const quietly = { out: stderr, paint: painter(colors(stderr)), symbols };
  // Beside the one document of --json nothing may stand on standard output.
  if (json || quiet) return silentView(quietly, json ? stderr : stdout);
  const options = { out: stdout, paint: painter(colors(stdout)), symbols };
  const isLive = stdout.isTTY === true && env.TERM !== "dumb" && (env.CI === undefined || env.CI === "");
  return isLive ? liveView(options) : plainView(options);
}
