export type { ContractCase, ContractSubject } from "./contract";
export { describeContract, type TestRunner } from "./describe-contract";
export { type ContractResult, runContract, type RunContractOptions } from "./run-contract";
export { runtimeContract } from "./runtime-contract";
export { storageContract } from "./storage-contract";
