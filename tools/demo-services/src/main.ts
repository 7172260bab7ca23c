import { processIo } from "@tutti/cli";
import { demo } from "./demo/demo.ts";

process.exitCode = await demo(process.argv.slice(2), processIo());
