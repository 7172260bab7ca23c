import { fillIn, type MailTemplate, templateProblem } from "./mail-template";

const values = {
  message: "1 < 2",
  priority: "high",
  data: {
    user: { name: "Eve <script>\"&'" },
    rows: [{ n: 1 }, { n: 2 }],
    none: null,
    list: ["a", 1],
    no: false,
  },
};

const html = (text: string) => fillIn("report", { html: text }, values).html;

describe("fillIn", () => {
  it("escapes values in HTML, and nothing of the template", () => {
    expect(html("<p title='{{data.user.name}}'>{{message}}</p>")).toBe(
      "<p title='Eve &lt;script&gt;&quot;&amp;&#39;'>1 &lt; 2</p>",
    );
  });

  it("escapes no value in the subject and the text", () => {
    const template: MailTemplate = { subject: "To {{data.user.name}}", text: "{{message}}\n", html: "" };
    expect(fillIn("report", template, values)).toEqual({
      subject: `To ${values.data.user.name}`,
      text: "1 < 2\n",
      html: "",
    });
  });

  it("repeats a section for each item, and leaves one out whose value is empty or missing", () => {
    expect(html("{{#data.rows}}<li>{{n}} {{priority}}</li>{{/data.rows}}")).toBe(
      "<li>1 high</li><li>2 high</li>",
    );
    expect(
      html("{{#data.no}}x{{/data.no}}{{#data.gone}}x{{/data.gone}}{{^data.gone}}none{{/data.gone}}"),
    ).toBe("none");
  });

  it("writes values as templates of workflows do", () => {
    expect(html("{{data.none}}|{{data.no}}|{{data.list}}")).toBe("|false|[&quot;a&quot;,1]");
  });

  it("refuses to leave a hole", () => {
    expect(() => html("{{data.user.age}}")).toThrow("The template report needs data.user.age");
    expect(() => html("{{data.user.age}}")).toThrow(
      expect.objectContaining({ code: "INVALID_TEMPLATE_DATA", retryable: false }) as Error,
    );
  });
});

describe("templateProblem", () => {
  it.each([
    ["{{#a}}x", 'Unclosed section "a" at 7'],
    ["{{a", "Unclosed tag at 3"],
    ["{{> part}}", 'There is no partial "part"'],
    ["{{#a}}{{> part}}{{/a}}", 'There is no partial "part"'],
    ["{{{a}}}", "a would go in unescaped: write {{a}}"],
    ["{{& a.b }}", "a.b would go in unescaped: write {{a.b}}"],
  ])("finds what is wrong with %s", (text, problem) => {
    expect(templateProblem(text)).toBe(problem);
  });

  it.each([["plain"], ["{{a.b}}"], ["{{#a}}{{^b}}x{{/b}}{{/a}}"], ["{{! a comment }}"]])(
    "takes %s",
    (text) => {
      expect(templateProblem(text)).toBeUndefined();
    },
  );
});
