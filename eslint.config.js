import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import project from './e2e/tooling/import-direction.js';

const isTest = (/** @type {string} */ name) => name.endsWith('.test.ts');
const isSource = (/** @type {string} */ name) => name.endsWith('.ts') && !isTest(name);

/** @param {string} folder @param {(name: string) => boolean} wanted */
function hasFile(folder, wanted) {
  return readdirSync(`${import.meta.dirname}/${folder}`, { recursive: true }).some((name) => wanted(String(name)));
}

/**
 * The type-checked projects that have files (a project without any is an error to the parser). Together they cover
 * every TypeScript file, see `npm run types`.
 */
const projects = [
  'tsconfig.json',
  ...(hasFile('src/worker', isSource) ? ['src/worker/tsconfig.json'] : []),
  ...(hasFile('src/service-worker', isSource) ? ['src/service-worker/tsconfig.json'] : []),
  ...(['src/worker', 'src/service-worker'].some((folder) => hasFile(folder, isTest))
    ? ['e2e/tooling/tsconfig.worker-tests.json']
    : []),
  'e2e/runner/tsconfig.json',
];

export default defineConfig(
  {
    ignores: [
      'dist/',
      'build/',
      '.cache/',
      'e2e/.output/',
      '**/fixtures/',
      '**/generated/',
      '**/*.generated.*',
      'src/core/web-platform.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: projects, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      // A `default` branch counts: an exhaustive list of a wide union would say less than its default.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.{1,2}/(?!.*\\.(tsx?|js|mjs|json|lua|css|html|svg|wasm)(\\?|$))',
              message: 'Write the file extension.',
            },
          ],
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // TypeScript knows the globals of each project.
      'no-undef': 'off',
    },
  },
  {
    // A byte string is full of control characters by design, and a Lua loop may run forever on purpose.
    files: ['src/**/*.{ts,tsx}', 'e2e/**/*.ts'],
    rules: { 'no-control-regex': 'off', 'no-constant-condition': 'off' },
  },
  {
    // Playwright reads the names of fixtures from the pattern, also where there are none.
    files: ['e2e/support/*.ts'],
    rules: { 'no-empty-pattern': 'off' },
  },
  {
    // Tests read JSON of their own making; there `any` from a parser does no harm.
    files: ['**/*.test.ts', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
  {
    // What a Service Worker has.
    files: ['public/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['addEventListener', 'caches', 'fetch', 'importScripts', 'location', 'registration', 'Response'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  { files: ['**/*.{ts,tsx,js,mjs}'], plugins: { project }, rules: { 'project/import-direction': 'error' } },
);
