import { fileURLToPath } from "node:url";
import type { Io } from "../io";
import { isSource } from "./local-plugins";

/** What marks a module's generation in its URL. */
const MARK = "tutti-generation";

/**
 * Loads the modules of some folders anew whenever it is asked to; others stay as they are.
 *
 * What an ES module imports is loaded anew from Node.js 22.15 on; before, only the module itself.
 */
export class FreshImporter {
  private generation = 0;
  private folders: readonly string[] = [];
  private readonly end: (() => void) | undefined;

  constructor(private readonly io: Pick<Io, "hookImports" | "importModule">) {
    this.end = io.hookImports?.((url, parentUrl) =>
      parentUrl?.includes(`?${MARK}=`) === true && url.startsWith("file:") ? this.marked(url) : url,
    );
  }

  /** From the next import on, modules of these folders are loaded anew. */
  renew(folders: readonly string[]): void {
    this.generation += 1;
    this.folders = folders;
    for (const file of Object.keys(require.cache)) {
      if (this.isFresh(file)) Reflect.deleteProperty(require.cache, file);
    }
  }

  /** Imports a module by its URL. */
  import(url: string): Promise<unknown> {
    return this.io.importModule(this.marked(url));
  }

  close(): void {
    this.end?.();
  }

  private marked(url: string): string {
    if (url.includes("?") || !this.isFresh(fileURLToPath(url))) return url;
    return `${url}?${MARK}=${this.generation}`;
  }

  private isFresh(file: string): boolean {
    return isSource(file, this.folders) && !/[/\\]node_modules[/\\]/.test(file);
  }
}
