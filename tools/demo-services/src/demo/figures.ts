import type { AnalyzeAnswer } from "../analysis/service.ts";

/** What is shown of an analysis. */
export type Review = Pick<AnalyzeAnswer, "issue_count" | "quality_score" | "readability" | "structure">;

type Figure = readonly [name: string, value: number | null | undefined];

/** The figures of a document: what it is like to read on the left, what it is made of on the right. */
export function figureLines(review: Review): string[] {
  const left = column(readingOf(review));
  const right = column(partsOf(review));
  return ["Figures", ...left.map((text, row) => `  ${text}    ${right[row] ?? ""}`.trimEnd())];
}

function readingOf({ issue_count, quality_score, readability }: Review): Figure[] {
  return [
    ["quality, of 100", quality_score],
    ["issues", issue_count],
    ["reading ease (Flesch)", readability?.flesch_reading_ease],
    ["school grade (Kincaid)", readability?.flesch_kincaid_grade],
    ["minutes to read", readability?.reading_minutes],
    ["words", readability?.words],
    ["sentences", readability?.sentences],
  ];
}

function partsOf({ structure }: Review): Figure[] {
  return [
    ["headings", structure?.headings.length],
    ["paragraphs", structure?.paragraphs],
    ["lists", structure?.lists],
    ["tables", structure?.tables],
    ["code blocks", structure?.code_blocks],
    ["links", structure?.links],
    ["images", structure?.images],
  ];
}

function column(figures: readonly Figure[]): string[] {
  const values = figures.map(([, value]) => String(value ?? "none"));
  const names = Math.max(...figures.map(([name]) => name.length));
  const widest = Math.max(...values.map((value) => value.length));
  return figures.map(([name], row) => `${name.padEnd(names)}  ${(values[row] ?? "").padStart(widest)}`);
}
