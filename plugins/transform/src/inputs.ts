import { z } from "zod";
import { json } from "./json";

// What transformations want, each with the words that complete "wants …" in a message.

/** Text. */
export const text = z.string().describe("text");

/** A finite number. */
export const number = z.number().describe("a number");

/** A JSON object. */
export const object = z.record(z.string(), json).describe("an object");

/** A list of anything. */
export const list = z.array(json).describe("a list");

/** Any JSON value. */
export const anything = json.describe("any JSON value");
