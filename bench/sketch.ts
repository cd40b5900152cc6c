/**
 * A query on a released sketch beside an exact scan of the secret data, as the data grow: times in Node (the same
 * WebAssembly as in the page) and operations, counted. The scans are the plain loops that the notebooks test against;
 * for bit strings also one on packed words, the best that we can write.
 */
import { defaults } from '#lib/lab/run.ts';
import { loadNotebook, nodeLabs } from '#lib/lab/node.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { flipped, hamming, pack, randomBits } from '#notebooks/dp-string-distance/bits.ts';
import { termsOf as budgetOf } from '#notebooks/dp-string-distance/budget.ts';
import { costOf } from '#notebooks/dp-string-distance/cost.ts';
import type { DistanceParams } from '#notebooks/dp-string-distance/notebook.ts';
import { hammingSettings, layoutOf } from '#notebooks/dp-string-distance/settings.ts';
import { answerAll, Release, Sketcher } from '#notebooks/dp-string-distance/sketch.ts';
import { drawSecret } from '#notebooks/dp-kde/data.ts';
import { termsOf as treeOf } from '#notebooks/dp-kde/desk.ts';
import type { Params as KdeParams } from '#notebooks/dp-kde/notebook.ts';
import { ask, openGraphs } from '#notebooks/dp-kde/release.ts';
import { tablesOf } from '#notebooks/dp-kde/tree.ts';
import { hammingWords, scanSum, treeOperations, scanOperations } from './scans.ts';
import type { Surroundings } from './part.ts';
import { type Curve, judged, type Row } from './row.ts';
import { alternate, growthExponent, median } from './statistics.ts';

const STRINGS = 256;
const LENGTHS = [1024, 4096, 16_384, 65_536, 262_144];
const POINTS = [1000, 10_000, 100_000, 1_000_000];
const ROUNDS = 7;

type Point = readonly [n: number, ratio: number];

export const measureSketch = async ({ progress }: Pick<Surroundings, 'progress'>): Promise<Row[]> => [
  await strings(progress),
  await points(progress),
];

/** Milliseconds, by the only clock here. */
async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function strings(progress: (text: string) => void): Promise<Row> {
  const slug = 'dp-string-distance';
  const params = defaults((await loadNotebook(slug)).controls) as unknown as DistanceParams;
  const labs = nodeLabs(slug);
  const lab = labs.lab(0);
  const [bytes, words, operations]: [Point[], Point[], Point[]] = [[], [], []];
  for (const n of LENGTHS) {
    progress(`strings of ${n} bits`);
    const times = await timesOfStrings(lab, params, n);
    const cost = costOf(STRINGS, n, layoutOf(params));
    bytes.push([n, median(times.sketch) / median(times.scan)]);
    words.push([n, median(times.sketch) / median(times.packed)]);
    operations.push([n, cost.sketch / cost.scan]);
  }
  await labs.release();
  return curveRow(
    'String distance: a query on sketches against a scan',
    'length of a string n, bits',
    [
      { label: 'time, scan bit by bit', points: bytes },
      { label: 'time, scan of packed words', points: words },
      { label: 'operations', points: operations },
    ],
    `One query against ${STRINGS} strings: hashing it and comparing released sketches, by the notebook’s graphs, over an exact scan of all strings; medians of ${ROUNDS} rounds in turn. Operations as the notebook counts them: additions on sketches over bits read.`,
  );
}

async function timesOfStrings(lab: Lab, params: DistanceParams, n: number) {
  const layout = layoutOf(params);
  const sketcher = await Sketcher.open(n, layout, lab);
  const { q, price } = budgetOf(hammingSettings(params));
  const random = lab.random(`strings of ${n}`);
  const query = randomBits(random, n);
  const secret = Array.from({ length: STRINGS }, (_, i) => flipped(query, [i % n, (7 * i) % n]));
  const packed = secret.map(pack);
  const release = new Release(q, price);
  for (const string of secret)
    release.add(await sketcher.release(await sketcher.encode(string), q, random), sketcher.cells);
  const sketch = async () => answerAll(sketcher, release, await sketcher.encode(query));
  const scan = () => secret.map((string) => hamming(string, query));
  const scanWords = () => {
    const words = pack(query);
    return packed.map((string) => hammingWords(string, words));
  };
  // The first calls are compiled.
  for (let i = 0; i < 3; i++) {
    await sketch();
    scan();
    scanWords();
  }
  return alternate(
    { sketch: () => timed(sketch), scan: () => timed(scan), packed: () => timed(scanWords) },
    ROUNDS,
  );
}

async function points(progress: (text: string) => void): Promise<Row> {
  const slug = 'dp-kde';
  const params = defaults((await loadNotebook(slug)).controls) as unknown as KdeParams;
  const terms = treeOf(params);
  const labs = nodeLabs(slug);
  const lab = labs.lab(0);
  const graphs = await openGraphs(lab);
  const [times, operations]: [Point[], Point[]] = [[], []];
  for (const n of POINTS) {
    progress(`${n} points`);
    const secret = drawSecret(n, terms.dimension, terms.side, lab);
    const tables = tablesOf(secret, terms.depth);
    const y = Float64Array.from({ length: terms.dimension }, () => 0.4 * terms.side);
    const query = () => ask(tables, y, terms, graphs);
    const scan = () => scanSum(secret.columns, y);
    for (let i = 0; i < 3; i++) {
      await query();
      scan();
    }
    const { a, b } = await alternate({ a: () => timed(query), b: () => timed(scan) }, ROUNDS);
    times.push([n, median(a) / median(b)]);
    operations.push([n, treeOperations(terms.depth, terms.dimension) / scanOperations(n, terms.dimension)]);
  }
  await labs.release();
  return curveRow(
    'Sum of distances: a query on the tree against a scan',
    'points n',
    [
      { label: 'time', points: times },
      { label: 'operations', points: operations },
    ],
    `One query in ${terms.dimension} dimensions on a released tree of ${terms.depth} levels, by the notebook’s graph, over a scan of all points; medians of ${ROUNDS} rounds in turn. Operations: three per level of the tree and coordinate, three per point and coordinate.`,
  );
}

function curveRow(name: string, x: string, lines: Curve['lines'], method: string): Row {
  const last = lines.map(({ points }) => points.at(-1)?.[1] ?? NaN);
  const exponents = lines.map(({ label, points }) => ({
    label: `growth of the ratio with n, exponent, ${label}`,
    value: growthExponent(points),
    unit: '',
  }));
  return judged({
    name,
    unit: 'ratio',
    value: last[0] as number,
    target: {},
    method: `${method} The value is that of the first line at the largest n; the curve has all.`,
    details: [
      ...lines.map(({ label }, i) => ({
        label: `at the largest n, ${label}`,
        value: last[i] as number,
        unit: 'ratio',
      })),
      ...exponents,
    ],
    curve: { x, lines },
  });
}
