import { z } from "zod";
import { guessType, readDocument } from "../document/read-document.ts";
import { CONTENT_TYPES } from "../document/types.ts";
import type { JsonService } from "../json-service.ts";
import { type Issue, proseIssues, structureIssues } from "./issues.ts";
import { qualityScore } from "./quality.ts";
import { type Readability, readabilityOf, sentencesIn } from "./readability.ts";
import { type Structure, structureOf } from "./structure.ts";

const CONTENT_LIMIT = 1024 * 1024;
const ISSUES_SHOWN = 100;

const input = z.strictObject({
  content: z.string().max(CONTENT_LIMIT),
  type: z.enum(["comprehensive", "readability", "structure"]).default("comprehensive"),
  /** Left out, HTML is known by its first tag, and anything else is read as Markdown. */
  content_type: z.enum(CONTENT_TYPES).optional(),
});

/** What `/analyze` answers. */
export interface AnalyzeAnswer {
  /** The document's prose as plain text, a paragraph or list item per block: what a summarizer can work on. */
  readonly summary: string;
  /** Null when only the structure was asked for. */
  readonly readability: Readability | null;
  /** Null when only the readability was asked for. */
  readonly structure: Structure | null;
  /** The first hundred issues by line. */
  readonly issues: readonly Issue[];
  /** How many issues there are in all. */
  readonly issue_count: number;
  /** 0 to 100; see {@link qualityScore}. Only what was asked for counts. */
  readonly quality_score: number;
}

/** The service that measures documents. */
export const analysisService: JsonService<typeof input> = {
  name: "analysis_service",
  path: "/analyze",
  input,
  answer: analyze,
};

function analyze({ content, type, content_type }: z.output<typeof input>): AnalyzeAnswer {
  const document = readDocument(content, content_type ?? guessType(content));
  const sentences = sentencesIn(document.prose);
  const readability = readabilityOf(sentences);
  const asked = { readability: type !== "structure", structure: type !== "readability" };
  const issues = [
    ...(asked.structure ? structureIssues(document) : []),
    ...(asked.readability ? proseIssues(document, sentences) : []),
  ].toSorted((one, other) => one.line - other.line);
  return {
    summary: document.prose.map(({ text }) => text).join("\n\n"),
    readability: asked.readability ? readability : null,
    structure: asked.structure ? structureOf(document) : null,
    issues: issues.slice(0, ISSUES_SHOWN),
    issue_count: issues.length,
    quality_score: qualityScore(
      asked.readability ? readability : { ...readability, flesch_reading_ease: null },
      issues,
    ),
  };
}
