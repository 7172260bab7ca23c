export { __actionName__Action } from "./__action-file__-action";
export { plugin } from "./plugin";
