import { listen, type RunningService } from "../json-service.ts";
import { type Answer, post } from "../testing/http.ts";
import { analysisService } from "./service.ts";

const DOCUMENT = `# The cat

The cat sat on the mat. It was warm.

### Its food

- fish, which it likes best
- [milk](/milk)

![](cat.png)
`;

describe("analysis_service", () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await listen(analysisService);
  });
  afterAll(() => service.close());

  const analyze = (body: unknown): Promise<Answer> => post(`${service.url}/analyze`, body);

  test("measures a document in every way", async () => {
    await expect(analyze({ content: DOCUMENT, type: "comprehensive" })).resolves.toMatchObject({
      status: 200,
      body: {
        summary: "The cat sat on the mat. It was warm.\n\nfish, which it likes best",
        readability: { words: 14, sentences: 3, syllables: 14, language: "en" },
        structure: {
          headings: [
            { depth: 1, text: "The cat" },
            { depth: 3, text: "Its food" },
          ],
          paragraphs: 1,
          code_blocks: 0,
          lists: 1,
          links: 1,
          images: 1,
          tables: 0,
        },
        issues: [
          { code: "heading_level_skipped", severity: "warning", line: 5 },
          { code: "image_without_alt", severity: "error", line: 10 },
        ],
        issue_count: 2,
        quality_score: 88,
      },
    });
  });

  test("looks at readability only", async () => {
    await expect(analyze({ content: DOCUMENT, type: "readability" })).resolves.toMatchObject({
      body: { structure: null, readability: { words: 14 }, issues: [], quality_score: 100 },
    });
  });

  test("looks at structure only", async () => {
    await expect(analyze({ content: DOCUMENT, type: "structure" })).resolves.toMatchObject({
      body: { readability: null, structure: { paragraphs: 1 }, issue_count: 2 },
    });
  });

  test("knows HTML by itself, and takes the caller's word for the rest", async () => {
    const html = "<html><body><h1>Title</h1><p>Some words.</p></body></html>";
    await expect(analyze({ content: html })).resolves.toMatchObject({ body: { summary: "Some words." } });
    await expect(analyze({ content: "# x", content_type: "text/plain" })).resolves.toMatchObject({
      body: { summary: "# x", structure: { headings: [] } },
    });
  });

  test("has nothing to praise in an empty document", async () => {
    await expect(analyze({ content: "" })).resolves.toMatchObject({
      status: 200,
      body: { summary: "", issues: [], quality_score: 0, readability: { flesch_reading_ease: null } },
    });
  });

  test("shows a hundred issues and counts all", async () => {
    const { body } = await analyze({ content: "![](a.png)\n\n".repeat(150) });
    expect(body["issues"]).toHaveLength(100);
    expect(body["issue_count"]).toBe(150);
  });

  test("says which types there are", async () => {
    const { status, body } = await analyze({ content: "x", type: "magic" });
    expect(status).toBe(422);
    expect(body["detail"]).toMatch(/type: .*"comprehensive"\|"readability"\|"structure"/);
  });

  test("refuses a document that is too large", async () => {
    await expect(analyze({ content: "x".repeat(1024 * 1024 + 1) })).resolves.toMatchObject({
      status: 422,
      body: { errors: [{ code: "TOO_BIG", path: "content" }] },
    });
  });
});
