import tseslint from "typescript-eslint";
import { injection, purity } from "./eslint/house-rules.cjs";

const TESTS = ["**/*.test.ts", "**/testing/**/*.ts"];

export default tseslint.config(
  { ignores: ["**/dist/**", "**/vendor/**", "**/coverage/**", "**/node_modules/**", "**/*.cjs", "**/*.mjs"] },
  // They belong outside the repository: only there their imports resolve, and tsc checks them there.
  { ignores: ["tools/downstream/fixtures/**", "tools/{create,nx}-plugin/templates/**"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 3],
      complexity: ["error", { max: 10, variant: "modified" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": ["error", ...injection],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `{}` is how a generic says "no dependencies" or "no options".
      "@typescript-eslint/no-generated-empty-object-type": "off",
      "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true, allowEmpty: true }],
    },
  },
  {
    // Core gets time, chance and identifiers through its ports; the system adapters are their only source.
    files: ["packages/core/src/**/*.ts"],
    ignores: ["packages/core/src/di/system/**", ...TESTS],
    rules: { ...purity.rules, "no-restricted-syntax": ["error", ...injection, ...purity.syntax] },
  },
  {
    files: TESTS,
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": "off",
      // The rows of a table are parameters.
      "max-params": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-empty-function": "off",
      // expect(object.method) is how a mock is checked.
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
