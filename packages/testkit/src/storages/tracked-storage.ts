import { mapMethods, type Storage, wrapStorage } from "@tutti/core/runtime";
import type { Activity } from "../clock";

/** Reports to `activity` whatever is asked of a storage, until it has answered. */
export function trackedStorage(inner: Storage, activity: Activity): Storage {
  const tracked = mapMethods(
    inner,
    (name, method) =>
      (...given) =>
        activity.track(`storage.${name}`, method(...given)),
  );
  return wrapStorage(inner, tracked);
}
