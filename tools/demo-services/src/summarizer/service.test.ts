import { listen, type RunningService } from "../json-service.ts";
import { type Answer, post } from "../testing/http.ts";
import { summarizerHub } from "./service.ts";

describe("summarizer_hub", () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await listen(summarizerHub);
  });
  afterAll(() => service.close());

  const summarize = (body: unknown): Promise<Answer> => post(`${service.url}/summarize`, body);

  test("summarizes a text", async () => {
    await expect(summarize({ text: "The cat sat on the mat. Yes.", max_length: 10 })).resolves.toMatchObject({
      status: 200,
      body: {
        summary: "The cat sat on the mat.",
        key_sentences: [{ text: "The cat sat on the mat.", score: 1, position: 0 }],
        keywords: expect.arrayContaining(["cat", "mat"]) as string[],
        words: 6,
      },
    });
  });

  test("takes 200 words when no length is named", async () => {
    const text = Array.from({ length: 60 }, (_, n) => `Item${n} has its own ${n}th word${n} here.`).join(" ");
    const { body } = await summarize({ text });
    expect(body["words"]).toBeGreaterThan(190);
    expect(body["words"]).toBeLessThanOrEqual(200);
  });

  test.each([0, -1, 2001, 1.5, "ten"])("refuses the length %j", async (max_length) => {
    await expect(summarize({ text: "x", max_length })).resolves.toMatchObject({
      status: 422,
      body: { errors: [{ path: "max_length" }] },
    });
  });

  test("needs a text", async () => {
    await expect(summarize({})).resolves.toMatchObject({ status: 422, body: { errors: [{ path: "text" }] } });
  });
});
