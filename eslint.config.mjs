import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const clock = [
  { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
  { object: 'Math', property: 'random', message: 'Take randomness as an argument.' },
];

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/generated/', '**/.next/', '**/out/', 'data/', 'web/next-env.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    // Time, ids and randomness are arguments [E2].
    files: ['domain/src/**', 'client/src/**'],
    ignores: ['**/*.test.ts', 'client/src/environment/**'],
    rules: {
      'no-restricted-properties': ['error', ...clock],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch', 'crypto'],
    },
  },
  {
    files: ['domain/src/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]', message: 'domain imports nothing.' }] }],
    },
  },
  { files: ['domain/src/**/*.test.ts', 'domain/src/testing/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['web/**'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  { files: ['scripts/**', 'bench/**', 'web/scripts/**', '**/cli.ts', '**/*.mjs'], rules: { 'no-console': 'off' } },
);
