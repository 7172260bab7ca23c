import type { Json } from "../json/json";
import { normalise } from "../json/normalise";
import type { Logger, LogMethod } from "../ports";
import type { Redactor } from "./redaction";

/** A logger that takes the secrets out of what it passes on. */
export function redactingLogger(logger: Logger, redactor: Redactor): Logger {
  const clean = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    if (redactor.isIdle) return fields;
    const json = normalise(fields);
    return json.ok ? (redactor.value(json.value) as Record<string, Json>) : {};
  };
  const method =
    (level: "debug" | "info" | "warn" | "error"): LogMethod =>
    (fields, message) => {
      logger[level](clean(fields), redactor.text(message));
    };
  return {
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => redactingLogger(logger.child(clean(fields)), redactor),
  };
}
