import { describeContract } from "./describe-contract";
import { runtimeContract } from "./runtime-contract";
import { memorySubject } from "./testing/subjects";

describeContract("memory: the runtime contract", runtimeContract(memorySubject));
