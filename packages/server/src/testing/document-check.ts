import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import type { OpenApiDocument } from "../openapi/document";

/** An answer, as far as the document says something of it. */
export interface Answered {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

interface Operation {
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/** Says what about an answer is not as the OpenAPI document has it. */
export class DocumentCheck {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly compiled = new Map<object, ValidateFunction>();

  constructor(private readonly document: OpenApiDocument) {
    this.ajv.addSchema({ $id: "document", components: document.components });
  }

  /** What is wrong; nothing when all is as documented. */
  problems(answered: Answered): string[] {
    const operation = this.operationOf(answered);
    if (operation === undefined)
      return answered.status < 400 || answered.type !== "application/problem+json"
        ? [`${answered.method} ${answered.url} is not documented`]
        : this.bodyProblems({ $ref: "#/components/schemas/Problem" }, answered);
    const response = operation.responses[String(answered.status)];
    if (response === undefined) return [`status ${answered.status} is not documented`];
    return [...headerProblems(response, answered), ...this.contentProblems(response, answered)];
  }

  private operationOf({ method, url }: Answered): Operation | undefined {
    const path = url.split("?", 1)[0] ?? "";
    const methods = Object.entries(this.document.paths)
      .toSorted(([a], [b]) => Number(a.includes("{")) - Number(b.includes("{")))
      .find(([pattern]) => toPattern(pattern).test(path))?.[1];
    const name = method === "HEAD" ? "get" : method.toLowerCase();
    return methods?.[name] as Operation | undefined;
  }

  private contentProblems({ content }: DocumentedResponse, answered: Answered): string[] {
    if (content === undefined) return answered.body === "" ? [] : ["a body where none is documented"];
    if (answered.method === "HEAD") return [];
    const media = content[answered.type];
    if (media === undefined) return [`content type ${answered.type} is not documented`];
    return answered.type.includes("json") ? this.bodyProblems(media.schema, answered) : [];
  }

  private bodyProblems(schema: object, { body }: Answered): string[] {
    const validate = this.compiled.get(schema) ?? this.ajv.compile(absolute(schema) as object);
    this.compiled.set(schema, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message = "", params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
    );
  }
}

function headerProblems({ headers = {} }: DocumentedResponse, answered: Answered): string[] {
  const missing = Object.keys(headers).filter((name) => answered.headers[name.toLowerCase()] === undefined);
  return missing.map((name) => `header ${name} is documented and missing`);
}

function toPattern(path: string): RegExp {
  const isHook = path.endsWith("/hooks/{path}");
  return new RegExp(`^${path.replaceAll(/[.]/g, "\\.").replaceAll(/\{\w+\}/g, isHook ? ".+" : "[^/]+")}$`);
}

/** The schema with references that lead into the document, wherever it is compiled. */
function absolute(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(absolute);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([key, value]): [string, unknown] =>
    key === "$ref" ? [key, `document${String(value)}`] : [key, absolute(value)],
  );
  return Object.fromEntries(entries);
}
