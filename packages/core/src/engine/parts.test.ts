import { AttemptTable } from "./attempt-table";
import { Attempt, stopError, timeoutError } from "./attempt";
import { Children, type ChildEngine } from "./children";
import { childTraceparent } from "./context";
import { Fifo } from "./fifo";
import type { ChildEnd, LiveRun } from "./ports";
import { FairSlots } from "./slots";
import { redactingLogger } from "./redacting-logger";
import { Redactor } from "./redaction";
import { type LogLine, notingLogger, settle } from "./testing";
import { Waiters } from "./waiters";
import { when } from "./when";

describe("Fifo", () => {
  it("gives back in the order of what was put in, while more is put in", () => {
    const queue = new Fifo<number>();
    const taken: (number | undefined)[] = [];
    for (const n of [1, 2, 3]) queue.push(n);
    taken.push(queue.shift());
    queue.push(4);
    expect([queue.isEmpty, queue.peek()]).toEqual([false, 2]);
    while (!queue.isEmpty) taken.push(queue.shift());
    expect([taken, queue.shift(), queue.peek()]).toEqual([[1, 2, 3, 4], undefined, undefined]);
  });

  it("keeps values that look like nothing", () => {
    const queue = new Fifo<unknown>();
    for (const value of [undefined, null, 0]) queue.push(value);
    expect([queue.shift(), queue.isEmpty, queue.shift(), queue.shift(), queue.isEmpty]).toEqual([
      undefined,
      false,
      null,
      0,
      true,
    ]);
  });
});

describe("Redactor", () => {
  const redactor = (...secrets: readonly unknown[]): Redactor => {
    const made = new Redactor();
    for (const secret of secrets) made.learn(secret as never);
    return made;
  };

  it("has nothing to do before it learns a secret, and nothing from what hides nothing", () => {
    const idle = redactor(null, true, "", {}, []);
    const value = { a: 1 };
    expect([idle.isIdle, idle.value(value)]).toEqual([true, value]);
    expect(idle.value(value)).toBe(value);
  });

  it("takes the longest secret first, for one may be a part of another", () => {
    expect(redactor("abcd", "abcdef").text("x abcdef y abcd")).toBe("x [redacted] y [redacted]");
    expect(redactor("abcdef", "abcd").text("abcdef")).toBe("[redacted]");
  });

  it("knows what is encoded in an address or escaped in JSON", () => {
    const secret = 'a/b "c" é';
    expect(redactor(secret).text(`${encodeURIComponent(secret)} ${JSON.stringify(secret)} ${secret}`)).toBe(
      '[redacted] "[redacted]" [redacted]',
    );
  });

  it("knows it again in forms, pages, hexadecimal and JSON within JSON", () => {
    const secret = `it's a <"b"> & \\ c`;
    const twice = JSON.stringify(JSON.stringify(secret));
    const forms = [
      new URLSearchParams({ k: secret }).toString(),
      "it&#39;s a &lt;&quot;b&quot;&gt; &amp; \\ c",
      Buffer.from(secret).toString("hex"),
      Buffer.from(secret).toString("hex").toUpperCase(),
      twice,
    ];
    expect(redactor(secret).text(forms.join("|"))).toBe(
      String.raw`k=[redacted]|[redacted]|[redacted]|[redacted]|"\"[redacted]\""`,
    );
  });

  it.each(["", "u:", "us:", "user:", "ü:"])("knows it in base64 behind %j, whatever follows", (before) => {
    for (const secret of ["hunter2!", "pässwörd?>~", "0123456789abcdef0123456789abcdef"]) {
      for (const after of ["", "x", "yy", "zzz"]) {
        for (const encoding of ["base64", "base64url"] as const) {
          const text = Buffer.from(before + secret + after).toString(encoding);
          expect(redactor(secret).text(`Basic ${text}, and "${text}"`)).toBe(
            'Basic [redacted], and "[redacted]"',
          );
        }
      }
    }
  });

  it("leaves other base64 as it is", () => {
    const other = Buffer.from("nothing of interest in here").toString("base64");
    expect(redactor("hunter2!").text(other)).toBe(other);
  });

  it("knows each line of a secret of several, but for the frame around a key", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END KEY-----\n";
    expect(redactor(key).text("-----BEGIN KEY-----, then MIIEvQIBADAN;BgkqhkiG9w0B")).toBe(
      "-----BEGIN KEY-----, then [redacted];[redacted]",
    );
    expect(redactor(key).text(`<${key}>`)).toBe("<[redacted]>");
  });

  it("knows a long secret that was cut off", () => {
    const secret = "0123456789".repeat(10);
    const cut = (length: number): string => redactor(secret).text(`until "${secret.slice(0, length)}...`);
    expect([cut(100), cut(60), cut(32)]).toEqual(Array(3).fill('until "[redacted]...'));
    expect(redactor(secret).text(secret.repeat(2))).toBe("[redacted][redacted]");
    const escaped = `${"0123456789".repeat(4)}&"more"`;
    const texts = [escaped, escaped.replace("&", "&amp;"), escaped.slice(0, -2)];
    expect(texts.map((text) => redactor(escaped).text(`<${text}>`))).toEqual(Array(3).fill("<[redacted]>"));
  });

  it("tells which secrets a value holds, but for those that may be there by chance", () => {
    const all = redactor("hunter2", "open sesame", "abc", 1234);
    expect(all.secretsIn({ a: ["Bearer hunter2"], n: 1234, abc: "abc" })).toEqual(["hunter2", "1234"]);
    expect([all.isIn(null), all.isIn("abc"), all.isIn({ "open sesame": 1 })]).toEqual([false, false, true]);
    expect(redactor().isIn("anything")).toBe(false);
  });

  it("learns a text that can't be encoded", () => {
    expect(redactor("half \ud800 pair").text("<half \ud800 pair>")).toBe("<[redacted]>");
  });

  it("redacts short secrets and numbers where they stand alone", () => {
    expect(redactor("abc", 7, 12345).value(["abc", "xabcx", 7, "7", 12345, "n=12345", 8])).toEqual([
      "[redacted]",
      "xabcx",
      "[redacted]",
      "[redacted]",
      "[redacted]",
      "n=[redacted]",
      8,
    ]);
  });

  it("goes through keys, arrays and objects, and learns the parts of a secret object", () => {
    const secret = { user: "admin", pins: [4321] };
    expect(redactor(secret).value({ admin: [{ x: "admin!" }], pin: 4321, no: false })).toEqual({
      "[redacted]": [{ x: "[redacted]!" }],
      pin: "[redacted]",
      no: false,
    });
  });
});

describe("redactingLogger", () => {
  it("passes records on as they are until there is a secret, then without it", () => {
    const lines: LogLine[] = [];
    const redactor = new Redactor();
    const logger = redactingLogger(notingLogger(lines), redactor);
    const at = new Date(0);
    logger.debug({ at }, "before");
    redactor.learn("hunter2");
    const child = logger.child({ who: "hunter2" });
    child.info({ text: "it is hunter2" }, "say hunter2");
    child.warn({ big: 1n }, "not JSON");
    child.error({}, "fine");
    expect(lines).toEqual([
      { level: "debug", fields: { at }, message: "before" },
      { level: "info", fields: { who: "[redacted]", text: "it is [redacted]" }, message: "say [redacted]" },
      { level: "warn", fields: { who: "[redacted]" }, message: "not JSON" },
      { level: "error", fields: { who: "[redacted]" }, message: "fine" },
    ]);
  });
});

describe("Waiters", () => {
  it("settle all who wait for a key", async () => {
    const waiters = new Waiters<number>();
    const both = Promise.all([waiters.wait("a"), waiters.wait("a")]);
    const other = waiters.wait("b");
    waiters.resolve("a", 1);
    waiters.resolve("a", 2);
    waiters.rejectAll(new Error("over"));
    expect(await both).toEqual([1, 1]);
    await expect(other).rejects.toThrow("over");
  });

  it("let one give up, before or while it waits, and forget it", async () => {
    const waiters = new Waiters<number>();
    await expect(waiters.wait("a", AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    const controller = new AbortController();
    const [waiting, staying] = [
      waiters.wait("a", controller.signal),
      waiters.wait("a", new AbortController().signal),
    ];
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    waiters.resolve("a", 5);
    expect(await staying).toBe(5);
    controller.abort();
  });
});

describe("Attempt", () => {
  it("answers once", () => {
    const attempt = new Attempt({ action: 0 }, 1);
    expect([attempt.isOpen, attempt.settle(), attempt.settle(), attempt.isOpen]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("tells of an abort also who asks for the signal only later, with its first reason", () => {
    const attempt = new Attempt({ action: 0 }, 1);
    attempt.abort(timeoutError("a", 1500));
    attempt.abort(stopError("a"));
    expect([attempt.signal.aborted, (attempt.signal.reason as { code: string }).code]).toEqual([
      true,
      "ACTION_TIMEOUT",
    ]);
  });

  it("keeps one timer at a time, and takes it back when it ends", () => {
    const attempt = new Attempt({ action: 0 }, 1);
    const [first, second] = [{ cancel: jest.fn() }, { cancel: jest.fn() }];
    attempt.keepTimer(first);
    attempt.keepTimer(second);
    expect([first.cancel, second.cancel].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    attempt.settle();
    expect(second.cancel).toHaveBeenCalledTimes(1);
  });

  it("leaves the table only for itself, not for its successor", () => {
    const table = new AttemptTable(new FairSlots(1));
    const [first, second] = [
      new Attempt({ action: 0, index: 1 }, 1),
      new Attempt({ action: 0, index: 1 }, 2),
    ];
    table.add(first);
    table.add(second);
    table.remove(first);
    expect([table.size, table.get({ action: 0, index: 1 }), table.get({ action: 0 })]).toEqual([
      1,
      second,
      undefined,
    ]);
    table.abandon(new Error("stop"));
    expect([table.size, second.isOpen, second.signal.aborted]).toEqual([0, false, true]);
  });
});

describe("when", () => {
  it("goes on at once with what is there, and later with what is promised", async () => {
    const log: unknown[] = [];
    const settled = {
      ok: (value: unknown) => log.push(value),
      failed: (error: unknown) => log.push(`failed ${String(error)}`),
    };
    when(() => 1, settled);
    when<number>(() => {
      throw new Error("now");
    }, settled);
    when(() => Promise.resolve(2), settled);
    when(() => Promise.reject(new Error("later")), settled);
    log.push("here");
    await settle();
    expect(log).toEqual([1, "failed Error: now", "here", 2, "failed Error: later"]);
  });
});

it("childTraceparent makes a span that is never zero, of whatever it is given", () => {
  expect(childTraceparent("00-trace-span-01", 0)).toBe("00-trace-0000000000000001-01");
  expect(childTraceparent("", 0.5)).toMatch(/^-?.*-0008000000000001-01$/);
});

describe("Children", () => {
  const parent = {
    state: { depth: 0, execution_id: "p", created_by: "ada", correlation_id: "p", traceparent: "" },
  } as unknown as LiveRun;

  function supervised(engine: Partial<ChildEngine>, isWanted: () => boolean = () => true) {
    const ends: ChildEnd[] = [];
    const lines: LogLine[] = [];
    const cancelled: string[] = [];
    const children = new Children({
      limits: { childDepth: 5 },
      start: () => Promise.resolve({ ok: true, executionId: "c" }),
      exists: () => Promise.resolve(false),
      untilEnded: () => Promise.resolve(undefined),
      cancel: (_parent, id) => void cancelled.push(id),
      logger: notingLogger(lines),
      ...engine,
    });
    const place = { action_id: "a", attempt: 1 };
    const request = {
      executionId: "c",
      workflowId: "w",
      parameters: {},
      secrets: [],
      place,
      isWanted,
      done: (end: ChildEnd) => void ends.push(end),
    };
    children.supervise(parent, request);
    children.supervise(parent, request);
    return { ends, lines, cancelled, children };
  }

  it("cancels a child that nobody wants any more by the time it has started", async () => {
    let isWanted = true;
    const { cancelled } = supervised(
      {
        start: () => {
          isWanted = false;
          return Promise.resolve({ ok: true, executionId: "c" });
        },
      },
      () => isWanted,
    );
    await settle();
    expect(cancelled).toEqual(["c"]);
  });

  it("tells nothing of a child that was cut off: its parent waits on", async () => {
    const { ends, lines } = supervised({ untilEnded: () => Promise.reject(new Error("stopping")) });
    await settle();
    expect([ends, lines.map(({ message }) => message)]).toEqual([[], ["A child execution was cut off."]]);
  });

  it("tells of a child that could not be started, and of one that is gone", async () => {
    const broken = supervised({ start: () => Promise.reject(new Error("no disk")) });
    const gone = supervised({});
    await settle();
    expect(broken.ends).toEqual([{ ok: false, code: "CHILD_FAILED", message: "no disk", retryable: true }]);
    expect(gone.ends).toMatchObject([{ ok: false, code: "UNKNOWN_EXECUTION", retryable: false }]);
    expect(gone.children.started()).toBeUndefined();
  });
});
