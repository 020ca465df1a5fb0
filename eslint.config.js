// @ts-check
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "coverage/", "node_modules/"] },
  js.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    rules: {
      // `const { a: _, ...rest }` and `(_x, out) => [out]`: a name that says "not used".
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      // The index was checked by the loop around it: that is what `!` says here.
      "@typescript-eslint/no-non-null-assertion": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      // Numeric code counts.
      "@typescript-eslint/prefer-for-of": "off",
    },
  },
  {
    // The few rules that need types, where they catch what the compiler does not.
    files: ["src/**/*.ts", "transformer/**/*.ts"],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      // A new kind of node fails here until every switch handles it.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Input as users write it, and what is emitted from it in their style.
    files: [
      "fixtures/**/*.ts",
      "generated/**/*.ts",
      "test/programs/**/*.ts",
      "test/hosts/project/**/*.ts",
    ],
    rules: {
      "prefer-const": "off",
      "no-fallthrough": "off",
      "no-constant-condition": "off",
      "no-labels": "off",
      "no-useless-assignment": "off",
      "no-console": "off",
      "no-shadow-restricted-names": "off",
      "@typescript-eslint/no-confusing-non-null-assertion": "off",
      "@typescript-eslint/ban-ts-comment": "off",
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-inferrable-types": "off",
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/array-type": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-empty-function": "off" },
  },
  {
    // They are run by a person, or print what a test reads.
    files: ["scripts/**", "bench/**", "examples/**"],
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
    rules: { "no-console": "off" },
  },
  {
    files: ["**/*.cjs", "**/*.cts"],
    languageOptions: {
      globals: {
        ...{ module: "readonly", require: "readonly" },
        ...{ console: "readonly", process: "readonly" },
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
