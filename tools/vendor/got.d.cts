import type { Got } from "got" with { "resolution-mode": "import" };
export declare const got: Got;
export { HTTPError, RequestError, TimeoutError } from "got" with { "resolution-mode": "import" };
