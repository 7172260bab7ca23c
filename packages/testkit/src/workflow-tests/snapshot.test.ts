import { parse } from "yaml";
import { useReviewFolder } from "./testing/review";

const { read, run } = useReviewFolder();

describe("a snapshot of the events", () => {
  const cases = `
  - name: publishes
    parameters: { document_url: a.pdf, pages: 11 }
    steps: [{ signal: approved }]
    expect: { snapshot: true }
`;
  const snapshot = () => read("review.workflow-test.snapshot.json");

  it("is stored beside the file, and compared from then on", async () => {
    expect((await run(cases, { ci: false }))[0]).toMatchObject({ passed: true, snapshot: "written" });
    const stored = snapshot();
    expect((parse(stored) as Record<string, string[]>)["publishes"]).toContain(
      '+0 ms action.waiting approve {"attempt":1,"wait":{"kind":"signal","signal":"approved","expires_at":"+86400000 ms","schema":null}}',
    );
    expect(stored).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect((await run(cases, { ci: true }))[0]).toMatchObject({ passed: true, snapshot: "matched" });
    expect(snapshot()).toBe(stored);
  });

  it("fails when something else happens, with a diff, until it is updated", async () => {
    await run(cases, { ci: false });
    const other = cases.replace("pages: 11", "pages: 12");
    const [failed] = await run(other, { ci: false });
    expect(failed).toMatchObject({ passed: false, snapshot: "differs" });
    expect(failed?.message).toMatch(
      /\n *-\+0 ms execution\.created .*"pages":11.*\n *\++0 ms execution\.created .*"pages":12/,
    );
    expect((await run(other, { updateSnapshots: true }))[0]).toMatchObject({
      passed: true,
      snapshot: "updated",
    });
    expect((await run(other, { ci: true }))[0]?.snapshot).toBe("matched");
  });

  it("is refused in CI when it is missing", async () => {
    const [result] = await run(cases, { ci: true });
    expect(result).toMatchObject({ passed: false, snapshot: "missing" });
    expect(result?.message).toContain("has no snapshot of this case, and none is stored in CI");
  });
});
