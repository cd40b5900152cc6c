// The site's build: static pages, strict content security policy, no client-side router state to lose.
import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
const config = {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ fallback: '404.html', strict: true }),
    // Every address is relative, so that the build can be served from any folder of any host.
    paths: { relative: true },
    inlineStyleThreshold: 0,
    // Registered when a reader makes a lecture available offline, not before.
    serviceWorker: { register: false },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        // WebAssembly is compiled by onnxruntime and by jax-js; nothing else is evaluated.
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'worker-src': ['self', 'blob:'],
        'object-src': ['none'],
        'base-uri': ['self'],
        'form-action': ['none'],
        // Text becomes markup, and an address a script, in two places only: Svelte's own templates, and lib/trusted.ts.
        'require-trusted-types-for': ['script'],
        'trusted-types': ['svelte-trusted-html', 'tangible'],
      },
    },
    prerender: {
      handleHttpError: 'fail',
      handleMissingId: 'fail',
      handleUnseenRoutes: 'ignore',
      crawl: true,
    },
    typescript: {
      config: (config) => ({
        ...config,
        include: [
          ...config.include,
          '../notebooks/**/*.ts',
          '../notebooks/**/*.svelte',
          '../scripts/**/*.ts',
          '../bench/**/*.ts',
          '../tests/**/*.ts',
        ],
      }),
    },
  },
};

export default config;
