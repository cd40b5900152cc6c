/**
 * npm start: installs what is missing, builds when the sources have changed since the last build, and serves the site
 * at http://localhost:4173 (PORT to change).
 */
import { build } from './build.mjs';
import { node, run } from './setup.mjs';

build();
process.exitCode = run(node, ['scripts/serve.mjs']);
