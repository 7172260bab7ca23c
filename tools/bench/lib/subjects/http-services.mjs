// HTTP services for the measurements of the mesh, in a process of their own: started by services.mjs, once with a
// list of kinds. Answers its ports to its parent, and ends with it.
import { once } from "node:events";
import { createServer } from "node:http";

const SLOW_MS = 100;
const kinds = JSON.parse(process.argv[2]);
const body = JSON.stringify({ ok: true, items: [1, 2, 3], text: "analysis of a document" });

const handlers = {
  good: (response) => response.writeHead(200, { "content-type": "application/json" }).end(body),
  // Overloaded, as it is seen from outside: late, and in vain.
  bad: (response) => void setTimeout(() => response.writeHead(503).end(), SLOW_MS),
};

const ports = [];
for (const kind of kinds) {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume().on("end", () => handlers[kind](response));
  });
  // A thousand connections come at once.
  server.listen({ port: 0, host: "127.0.0.1", backlog: 2048 });
  await once(server, "listening");
  ports.push(server.address().port);
}
process.on("disconnect", () => process.exit());
process.send(ports);
