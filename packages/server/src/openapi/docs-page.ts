import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FastifyInstance } from "fastify";

/** Everything comes from this server, and the page's own scripts alone run. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tutti API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#page", deepLinking: true, validatorUrl: null });
`;

const JS = "text/javascript; charset=utf-8";

/** The files of Swagger UI, by name: this package has them as they are, without anything that reports home. */
const FILES: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": JS,
  "favicon-32x32.png": "image/png",
};

const FOLDER = path.join(path.dirname(require.resolve("@fastify/swagger-ui/package.json")), "static");

/** Lets people read, and try, what `/openapi.json` says: at `/docs`, from local files. */
export function addDocsPage(app: FastifyInstance): void {
  const serve = (url: string, type: string, read: () => string | Promise<Buffer>): void => {
    app.get(url, { config: { scope: "public" } }, async (_request, reply) => {
      reply.headers({
        "content-type": type,
        "content-security-policy": CSP,
        "cache-control": "max-age=3600",
      });
      return read();
    });
  };
  for (const url of ["/docs", "/docs/"]) serve(url, "text/html; charset=utf-8", () => PAGE);
  serve("/docs/start.js", JS, () => START);
  for (const [name, type] of Object.entries(FILES))
    serve(`/docs/${name}`, type, () => readFile(path.join(FOLDER, name)));
}
