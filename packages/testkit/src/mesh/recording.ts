import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ActionError, type Json, type JsonObject } from "@tutti/core";
import type { ServiceClient, ServiceMesh, ServiceResponse } from "@tutti/service-mesh";
import { TestkitError } from "../errors";
import { answer } from "./mock-answer";
import { type MockCall, toCall } from "./mock-call";
import { MockServiceMesh } from "./mock-service-mesh";
import { type ScrubOptions, scrubber } from "./scrub";

/** One call of a recording, without its secrets. */
interface RecordedCall {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: JsonObject;
  readonly parameters: Json;
  readonly answer?: Json;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

/** Options of {@link recordedMesh}. */
export interface RecordedMeshOptions extends ScrubOptions {
  /** Where the recording is kept: JSON, to be committed with the test. */
  readonly file: string;
  /** The real mesh, for a file that is not there yet. TUTTI_RECORD=1 records anew. */
  readonly record?: () => ServiceMesh;
}

/** A mesh that answers from a recording, or makes it; `close` writes the file. */
export interface RecordedMesh extends ServiceMesh {
  readonly mode: "record" | "replay";
}

/**
 * Real services once, their recorded answers from then on. What looks like a secret is never written.
 *
 * Calls are found again by service, method, path, query and parameters, each answer once in its order and
 * the last one for ever; any other call is `UNEXPECTED_CALL`.
 *
 * @throws {TestkitError} `NO_RECORDING` when there is neither a file nor a real mesh
 * @example
 * const mesh = recordedMesh({ file: "recordings/review.json", record: () => createServiceMesh({ services }) });
 */
export function recordedMesh(options: RecordedMeshOptions): RecordedMesh {
  const { file, record } = options;
  const isWanted = !existsSync(file) || process.env.TUTTI_RECORD === "1";
  if (isWanted && record !== undefined) return recording(record(), options);
  if (!existsSync(file)) throw new TestkitError("NO_RECORDING", `There is no recording ${file}.`);
  const calls = JSON.parse(readFileSync(file, "utf8")) as readonly RecordedCall[];
  return Object.assign(replaying(calls, scrubber(options)), { mode: "replay" as const });
}

function recording(real: ServiceMesh, options: RecordedMeshOptions): RecordedMesh {
  const calls: RecordedCall[] = [];
  const scrub = scrubber(options);
  return {
    mode: "record",
    getClient: (service) =>
      recordingClient(real.getClient(service), (call) => void calls.push(call), { service, scrub }),
    status: () => real.status(),
    async close() {
      await real.close();
      write(options.file, calls);
    },
  };
}

type Scrub = (value: Json) => Json;

function recordingClient(
  real: ServiceClient,
  note: (call: RecordedCall) => void,
  { service, scrub }: { readonly service: string; readonly scrub: Scrub },
): ServiceClient {
  return {
    async makeRequest(...[method, endpoint, parameters, options]) {
      const request = requestOf(
        toCall({ service, method, endpoint, parameters, options: options ?? {} }),
        scrub,
      );
      try {
        const response = await real.makeRequest(method, endpoint, parameters, options);
        note({ ...request, answer: scrub(response as unknown as Json) });
        return response;
      } catch (error) {
        if (error instanceof ActionError) note({ ...request, error: errorOf(error, scrub) });
        throw error;
      }
    },
  };
}

/** What tells one request from another, without its secrets. */
function requestOf(
  { service, method, path: place, query, parameters }: MockCall,
  scrub: Scrub,
): RecordedCall {
  const given = { service, method, path: place, query: query as JsonObject, parameters };
  return scrub(given) as unknown as RecordedCall;
}

function errorOf({ code, message, retryable }: ActionError, scrub: Scrub): RecordedCall["error"] & object {
  return { code, message: scrub(message) as string, retryable };
}

/** Whole or not at all, so that a test that was cut off leaves no half recording. */
function write(file: string, calls: readonly RecordedCall[]): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(calls, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function replaying(calls: readonly RecordedCall[], scrub: Scrub): MockServiceMesh {
  const mesh = new MockServiceMesh();
  const left = [...calls];
  for (const { service, method, path: place } of calls) {
    mesh
      .service(service)
      .on(method, place)
      .with((call) => replayed(left, call, scrub));
  }
  return mesh;
}

function replayed(left: RecordedCall[], call: MockCall, scrub: Scrub) {
  const asked = requestOf(call, scrub);
  const fits = (one: RecordedCall): boolean => isSame(one, asked);
  const first = left.findIndex(fits);
  const found = left[first];
  if (found === undefined) throw notRecorded(call);
  // The last answer to a request stays, for a test may ask once more.
  if (left.findLastIndex(fits) !== first) left.splice(first, 1);
  if (found.error !== undefined) throw new ActionError(found.error);
  const { status_code: status, headers, response } = found.answer as unknown as ServiceResponse;
  return answer(response, { status, headers });
}

function isSame(one: RecordedCall, asked: RecordedCall): boolean {
  return (["service", "method", "path", "query", "parameters"] as const).every((key) =>
    isDeepStrictEqual(one[key], asked[key]),
  );
}

function notRecorded({ service, method, path: place, parameters }: MockCall): ActionError {
  const message = `The recording has no ${method} ${place} to "${service}" with ${JSON.stringify(parameters)}. Record it anew with TUTTI_RECORD=1.`;
  return new ActionError({ code: "UNEXPECTED_CALL", message, retryable: false });
}
