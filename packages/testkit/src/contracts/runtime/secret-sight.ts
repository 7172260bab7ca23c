import type { Bench } from "./bench";

/** A secret whose encodings differ from it. */
export const SECRET = 'hunter2 "quoted" & more';

/** Everything that anybody can see, as one text, but for what executors themselves were given. */
export async function visible({ workflows, storage, seen, logs, events, clock }: Bench): Promise<string> {
  await clock.activity.rest();
  const { executions } = await workflows.listExecutions({ limit: 100 });
  const ids = executions.map(({ execution_id }) => execution_id);
  const views = await Promise.all(ids.map((id) => workflows.getExecution(id)));
  const journals = await Promise.all(ids.map(async (id) => storage.read(id)));
  const history = await Promise.all(
    executions.map(({ correlation_id }) => events.correlated(correlation_id)),
  );
  return JSON.stringify([executions, views, journals, history, seen, logs]);
}
/** What of the secret must turn up nowhere. */
export const forms = [
  SECRET,
  encodeURIComponent(SECRET),
  JSON.stringify(SECRET).slice(1, -1),
  JSON.stringify(JSON.stringify(SECRET).slice(1, -1)).slice(1, -1),
  Buffer.from(SECRET).toString("base64"),
  Buffer.from(`ada:${SECRET}`).toString("base64"),
  Buffer.from(SECRET).toString("hex"),
];
