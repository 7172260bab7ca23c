import { resolve } from "node:path";
import { analysisService } from "./analysis/service.ts";
import { listen } from "./json-service.ts";
import { realRoots } from "./source-agent/read-file.ts";
import { sourceAgent } from "./source-agent/service.ts";
import { summarizerHub } from "./summarizer/service.ts";

/** What the demo's services may read. */
export interface DemoServicesOptions {
  /** Folders whose documents the source agent reads; a relative path of a document starts in the first. */
  readonly roots: readonly string[];
  /** Hosts it reads documents from, as `example.com` or `127.0.0.1:8080`. Default: none. */
  readonly hosts?: readonly string[];
}

/** The running services. */
export interface DemoServices {
  /** Where each service is, by the name that workflows use. */
  readonly urls: {
    readonly source_agent: string;
    readonly analysis_service: string;
    readonly summarizer_hub: string;
  };
  /** Finishes what is under way and stops all of them. */
  close(): Promise<void>;
}

/** Starts the three services of the document workflow on free ports of the loopback address. */
export async function startDemoServices({ roots, hosts = [] }: DemoServicesOptions): Promise<DemoServices> {
  const folders = roots.map((root) => resolve(root));
  // A folder that is not there is a mistake of the start, not of every later request.
  await realRoots(folders);
  const [source, analysis, summarizer] = await Promise.all([
    listen(sourceAgent({ roots: folders, hosts })),
    listen(analysisService),
    listen(summarizerHub),
  ]);
  return {
    urls: { source_agent: source.url, analysis_service: analysis.url, summarizer_hub: summarizer.url },
    close: async () => {
      await Promise.all([source.close(), analysis.close(), summarizer.close()]);
    },
  };
}
