import { existsSync, type FSWatcher, watch } from "node:fs";
import path from "node:path";

/** Editors write a file in several steps, and compilers several files. */
const SETTLE_MS = 100;

/** Calls back when files have changed. Folders are watched, as many editors put a new file in the old one's place. */
export class FileWatcher {
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private matters: (file: string) => boolean = () => false;

  constructor(private readonly callback: (files: ReadonlySet<string>) => void) {}

  /**
   * Watches these folders from now on, and no others.
   *
   * @param matters which of their files
   */
  watch(folders: readonly string[], matters: (file: string) => boolean): void {
    this.matters = matters;
    const wanted = new Set(folders.filter((folder) => existsSync(folder)));
    for (const [folder, watcher] of this.watchers) if (!wanted.has(folder)) this.end(folder, watcher);
    for (const folder of wanted) if (!this.watchers.has(folder)) this.begin(folder);
  }

  close(): void {
    clearTimeout(this.timer);
    for (const [folder, watcher] of this.watchers) this.end(folder, watcher);
  }

  private begin(folder: string): void {
    const watcher = watch(folder, (_event, name) => {
      // Some systems do not say which file it was.
      if (name === null || this.matters(path.join(folder, name))) this.note(path.join(folder, name ?? ""));
    });
    // A folder that is taken away is no error: its files have changed.
    watcher.on("error", () => this.end(folder, watcher));
    this.watchers.set(folder, watcher);
  }

  private end(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.watchers.delete(folder);
  }

  private note(file: string): void {
    this.changed.add(file);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const files = new Set(this.changed);
      this.changed.clear();
      this.callback(files);
    }, SETTLE_MS);
  }
}
