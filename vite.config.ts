// One configuration for the site's build and for the unit tests.
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  worker: { format: 'es' },
  build: { target: 'es2022' },
  // A dependency that is optimised while the worker runs would reload the page under the reader.
  optimizeDeps: { exclude: ['onnxruntime-web', '@jax-js/jax'] },
  server: { fs: { allow: ['notebooks'] } },
  test: {
    include: ['src/**/*.test.ts', 'notebooks/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
