export { Triggers } from "./triggers";
