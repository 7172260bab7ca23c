export { boolean } from "./boolean";
export { number } from "./number";
export { round } from "./round";
