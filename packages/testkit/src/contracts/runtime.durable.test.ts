import { describeContract } from "./describe-contract";
import { runtimeContract } from "./runtime-contract";
import { durableSubject } from "./testing/subjects";

const subject = durableSubject();

describeContract(`${subject.name}: the runtime contract`, runtimeContract(subject));
