/** Where the API begins. */
export const ROOT = "/api/v1";
