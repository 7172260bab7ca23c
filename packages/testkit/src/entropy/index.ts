export { countingIds } from "./counting-ids";
export { scriptedRandom } from "./scripted-random";
export { testCipher } from "./test-cipher";
