import path from "node:path";
import type { DevOptions } from "../commands/dev";
import { runHere } from "../commands/run";
import { check, type FileResult, invalidLines, readParsed, validLine } from "../commands/validate";
import { type Look, paintAll } from "../commands/shared";
import { CONFIG_NAMES, loadConfig, type LoadedConfig } from "../config/load-config";
import { failureReport } from "../failure";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import { FileWatcher } from "../run/file-watcher";
import { plainView } from "../run/views";
import type { SourceData } from "../source/parse-source";
import { type Line, span } from "../terminal/style";
import { FreshImporter } from "./fresh-import";
import { isSource, pluginFolders, sourceFolders } from "./local-plugins";
import { openDevSession, type DevSession } from "./dev-session";

/** What is developed, and how it is shown. */
export interface Developed {
  /** Workflow files. */
  readonly files: readonly string[];
  readonly options: DevOptions;
  readonly io: Io;
  readonly look: Look;
}

/** Checks, and runs, what has changed, in an orchestrator of its own each time. */
export class DevLoop {
  private readonly importer: FreshImporter;
  private readonly watcher: FileWatcher;
  private readonly io: Io;
  private readonly runs = new Set<Promise<void>>();
  private changed = new Set<string>();
  private isOver = false;
  private wake: () => void = () => undefined;
  /** Of the last configuration that could be read. */
  private folders: readonly string[] = [];
  private configFile: string | undefined;

  constructor(private readonly developed: Developed) {
    const { io } = developed;
    this.importer = new FreshImporter(io);
    this.io = { ...io, importModule: (url) => this.importer.import(url) };
    this.watcher = new FileWatcher((files) => {
      for (const file of files) this.changed.add(file);
      this.wake();
    });
  }

  /** Gives the exit code when Ctrl-C has ended it; what runs is cancelled by then. */
  async untilInterrupted(): Promise<number> {
    const silence = this.io.onInterrupt(() => {
      this.isOver = true;
      this.wake();
    });
    try {
      await this.look(undefined);
      while (await this.untilChange()) {
        const files = this.changed;
        this.changed = new Set();
        this.say(this.io.stdout, [[span(`${this.names(files)} changed`, "dim")]]);
        await this.look(files);
      }
      await Promise.all(this.runs);
      return EXIT.ok;
    } finally {
      silence();
      this.watcher.close();
      this.importer.close();
    }
  }

  private async untilChange(): Promise<boolean> {
    this.say(this.io.stdout, [[span("Watching; Ctrl-C ends.", "dim")]]);
    if (this.changed.size === 0 && !this.isOver) await new Promise<void>((resolve) => (this.wake = resolve));
    return !this.isOver;
  }

  /** Looks at what has changed; undefined: at everything. Whatever is wrong is told, and waits for the next change. */
  private async look(changed: ReadonlySet<string> | undefined): Promise<void> {
    this.watch();
    try {
      const loaded = await this.reload(changed);
      this.watch();
      const session = await openDevSession(loaded, this.io);
      if (this.isCode(changed)) this.say(this.io.stdout, [session.line(this.developed.look)]);
      await this.check(session, changed);
    } catch (error) {
      this.print(failureReport(error, this.developed.look.err, this.io));
    }
  }

  /** The configuration, and with it the plugins if one of them, or the configuration, has changed. */
  private async reload(changed: ReadonlySet<string> | undefined): Promise<LoadedConfig> {
    const { config } = this.developed.options;
    const isCode = this.isCode(changed);
    if (isCode) this.importer.renew([...this.folders, ...this.configFolder()]);
    const loaded = await loadConfig(config, this.io);
    this.configFile = loaded.file === undefined ? undefined : path.resolve(this.io.cwd, loaded.file);
    this.folders = pluginFolders(loaded);
    if (isCode) this.importer.renew([...this.folders, ...this.configFolder()]);
    return loaded;
  }

  private isCode(changed: ReadonlySet<string> | undefined): boolean {
    if (changed === undefined) return true;
    return [...changed].some((file) => this.isConfig(file) || isSource(file, this.folders));
  }

  /** Also one that was not there before. */
  private isConfig(file: string): boolean {
    const isNew = path.dirname(file) === this.io.cwd && CONFIG_NAMES.includes(path.basename(file));
    return file === this.configFile || isNew;
  }

  /** A configuration in code is loaded anew with the plugins. */
  private configFolder(): string[] {
    return this.configFile === undefined ? [] : [this.configFile];
  }

  private watch(): void {
    const { files, options } = this.developed;
    const named = [...files, ...(options.params ?? [])].map((file) => path.resolve(this.io.cwd, file));
    const single = [...named, ...this.configFolder()];
    const folders = [...single.map((file) => path.dirname(file)), ...this.folders.flatMap(sourceFolders)];
    this.watcher.watch(
      [this.io.cwd, ...folders],
      (file) => single.includes(file) || this.isConfig(file) || isSource(file, this.folders),
    );
  }

  /** Checks files, and runs the one that is to be run if it is right. The session ends with the run. */
  private async check(session: DevSession, changed: ReadonlySet<string> | undefined): Promise<void> {
    const { files, look, options } = this.developed;
    let running: Promise<void> | undefined;
    try {
      const isAll = this.isCode(changed);
      for (const file of files) {
        const isRun = file === options.run;
        if (!isAll && !isRun && changed?.has(path.resolve(this.io.cwd, file)) !== true) continue;
        const parsed = await readParsed(file, this.io);
        const result = await check(file, parsed, session.orchestrator);
        this.tell(result, look);
        if (isRun && parsed.ok && result.diagnostics.length === 0) running = this.run(parsed.data, session);
      }
    } finally {
      if (running === undefined) await session.stop();
      else this.follow(running.finally(() => session.stop()));
    }
  }

  private tell(result: FileResult, look: Look): void {
    if (result.diagnostics.length === 0) this.say(this.io.stdout, [validLine(result, look)]);
    else this.say(this.io.stderr, invalidLines(result, look));
  }

  /** Runs on while the next change is looked at: an execution ends where it began. */
  private follow(running: Promise<void>): void {
    this.runs.add(running);
    void running.finally(() => this.runs.delete(running));
  }

  private async run(data: SourceData, session: DevSession): Promise<void> {
    const { look, options } = this.developed;
    const view = plainView({ out: this.io.stdout, paint: look.out, symbols: look.symbols });
    const { param = [], params = [] } = options;
    const user = options.user === undefined ? {} : { user: options.user };
    try {
      const made = { data, options: { param, params, ...user }, io: this.io, look, view };
      this.print(await runHere(made, session));
    } catch (error) {
      this.print(failureReport(error, look.err, this.io));
    }
  }

  private print({ err, out }: Report): void {
    for (const line of out) this.io.stdout.write(`${line}\n`);
    for (const line of err) this.io.stderr.write(`${line}\n`);
  }

  private names(files: ReadonlySet<string>): string {
    return [...files].map((file) => path.relative(this.io.cwd, file)).join(", ");
  }

  private say(output: Io["stdout"], lines: readonly Line[]): void {
    const { err, out } = this.developed.look;
    for (const line of paintAll(lines, output === this.io.stderr ? err : out)) output.write(`${line}\n`);
  }
}
