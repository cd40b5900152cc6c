/**
 * npm run bench [-- --peer URL|FOLDER]… [--only PART]… [--json]
 *
 * Measures how fast the built site is (npm run build first) and prints every row beside what it should reach; a complete
 * run is kept in bench/results.json, which the page /speed shows. Nothing here is a test: numbers depend on the machine.
 */
import { readOptions } from '../bench/options.ts';
import { main } from './common.ts';

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  // The browser and the bundler take seconds to load: a slip of the pen is answered before.
  const { bench } = await import('../bench/run.ts');
  return bench(options);
});
