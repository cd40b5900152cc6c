// One configuration for the site's build and for the unit tests.
import { sveltekit } from '@sveltejs/kit/vite';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { sharedChunks } from './scripts/chunks.ts';
import { moduleGraph } from './scripts/module-graph.mjs';

export default defineConfig({
  plugins: [sveltekit(), sharedChunks(), moduleGraph('pages')],
  // onnxruntime without its WASM glue inlined: the glue is a file of its own, which its threads load again.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es', plugins: () => [moduleGraph('workers')] },
  // Nothing is inlined as a data address: fonts and graphs are files of the site's own origin.
  build: { target: 'es2022', assetsInlineLimit: 0 },
  // A dependency that is optimised while the worker runs would reload the page under the reader.
  optimizeDeps: { exclude: ['onnxruntime-web', '@jax-js/jax'] },
  server: { fs: { allow: ['notebooks'] } },
  test: {
    include: ['src/**/*.test.ts', 'notebooks/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Vitest would leave one core idle, which of two is half.
    maxWorkers: '100%',
    // Files share a process: starting one for each, and loading onnxruntime and jax-js in it, took a quarter of the time.
    isolate: false,
  },
});
