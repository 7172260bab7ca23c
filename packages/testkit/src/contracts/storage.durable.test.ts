import { describeContract } from "./describe-contract";
import { storageContract } from "./storage-contract";
import { durableSubject } from "./testing/subjects";

const subject = durableSubject();

describeContract(`${subject.name}: the storage contract`, storageContract(subject));
