export { flatten } from "./flatten";
export { merge } from "./merge";
export { omit } from "./omit";
export { pick } from "./pick";
export { rename } from "./rename";
