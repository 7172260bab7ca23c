// The library brings no types. It exports one list per language, named by its ISO 639-3 code, and functions.
declare module "stopword" {
  export const eng: readonly string[];
}
