/** What the lab’s `model.run` costs over a bare session of onnxruntime, for every shipped graph. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provenance } from '#lib/lab/recipe.ts';
import { type Contest, withContenders } from './contenders.ts';
import type { Surroundings } from './part.ts';
import { judged, type Row } from './row.ts';
import { median, spreadOf } from './statistics.ts';

const ROUNDS = 15;
/** Milliseconds of a round. */
const LEAST = 4;

export async function measureGraphs(
  { browser, live, progress }: Surroundings,
  contest: Contest,
): Promise<Row[]> {
  const ratios: { label: string; value: number; unit: string }[] = [];
  const extra: number[] = [];
  for (const slug of live) {
    progress(slug);
    await withContenders(browser, contest, async (page) => {
      for (const { file } of await graphsOf(slug)) {
        const { model, bare } = await page.evaluate(
          ([s, f, rounds, least]) => window.bare.graphTimes(s, f, rounds, least),
          [slug, file, ROUNDS, LEAST] as const,
        );
        ratios.push({ label: `${slug}/${file}`, value: median(model) / median(bare), unit: 'ratio' });
        extra.push(1000 * (median(model) - median(bare)));
      }
    });
  }
  const values = ratios.map(({ value }) => value);
  return [
    judged({
      name: 'model.run against a bare session',
      unit: 'ratio',
      value: median(values),
      spread: spreadOf(values),
      target: { most: 1.1 },
      method: `Time of the lab’s model.run over that of onnxruntime’s session.run, tensors made and outputs read in both, for each of the ${values.length} shipped graphs on its golden input; medians of ${ROUNDS} rounds in turn. The median of the graphs is judged, the spread is theirs.`,
      details: [
        { label: 'graphs over 1.1', value: values.filter((value) => value > 1.1).length, unit: '' },
        { label: 'median cost of a call over a bare one', value: median(extra), unit: 'µs' },
        ...ratios,
      ],
      ifMissed:
        'Golden inputs are a handful of numbers, so that a call takes some tens of microseconds; a few microseconds for the queue that keeps calls apart are then more than a tenth.',
    }),
  ];
}

const graphsOf = async (slug: string): Promise<readonly Provenance[]> =>
  JSON.parse(await readFile(join(process.cwd(), 'notebooks', slug, 'models.json'), 'utf8')) as Provenance[];
