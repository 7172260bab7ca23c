export { type Behaviour, holds, holdsUntilAborted, throws } from "./behaviours";
export { Script } from "./script";
export { ScriptedCall } from "./scripted-call";
