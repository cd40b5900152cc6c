// Lint rules, and the boundaries between the parts of the house, enforced by machine.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const chanceAndClock = [
  { object: 'Math', property: 'random', message: 'Take chance from the lab, so that a run can be repeated.' },
  { object: 'Date', property: 'now', message: 'A mechanism knows no clock.' },
  { object: 'performance', property: 'now', message: 'A mechanism knows no clock.' },
];

export default ts.config(
  { ignores: ['.svelte-kit/', 'build/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node, ...globals.worker } },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig,
      },
    },
    rules: { 'svelte/no-navigation-without-resolve': 'off', 'svelte/no-at-html-tags': 'off' },
  },
  {
    // Mechanisms: no DOM, no clock, no chance of their own, no pictures.
    files: ['notebooks/*/{simulation,claims,model,notebook}.ts', 'src/lib/lab/**/*.ts'],
    // The worker paces frames, so it knows the time; what it runs can only ask how long a call took.
    ignores: ['**/*.test.ts', 'src/lib/lab/{worker,clock}.ts'],
    rules: {
      'no-restricted-properties': ['error', ...chanceAndClock],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '\\.svelte$|^svelte|^d3-(?!array)', message: 'Mechanisms do not draw.' }] },
      ],
    },
  },
  {
    // Views only draw: they reach neither the lab nor a model.
    files: ['notebooks/*/*.svelte', 'src/lib/charts/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'lib/lab/(?!random)|onnxruntime|@jax-js',
              message: 'Views only draw what a frame holds.',
            },
          ],
        },
      ],
    },
  },
);
