import { describeContract } from "./describe-contract";
import { storageContract } from "./storage-contract";
import { memorySubject } from "./testing/subjects";

describeContract("memory: the storage contract", storageContract(memorySubject));
