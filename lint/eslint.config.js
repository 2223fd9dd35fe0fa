/** How our JavaScript is checked: what is wrong, and what React forbids. */

import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";

export default [
  { ignores: ["**/.web/**", "**/.venv/**", "**/node_modules/**", "**/assets/external/**"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-shadow": ["error", { ignoreOnInitialization: true }],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  {
    files: ["**/chat_app/ui/**/*.{js,jsx}"],
    plugins: { "react-hooks": reactHooks },
    languageOptions: { globals: globals.browser, parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  {
    files: ["**/tests/**/*.{js,mjs}", "**/benchmarks/**/*.mjs", "**/lint/*.js"],
    languageOptions: { globals: globals.node },
  },
];
