export { default as got, HTTPError, RequestError, TimeoutError } from "got";
