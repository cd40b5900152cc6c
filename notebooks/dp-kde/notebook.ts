/** Differentially Private Kernel Density Estimation. */
import { choice, integer, points, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook, type Params as ParamsOf } from '#lib/notebook/types.ts';

const controls = {
  budget: range({
    label: 'Privacy budget',
    symbol: '\\epsilon',
    alias: 'epsilon',
    help: 'Price of one release, in total over all coordinates. A new value is a new release',
    initial: 1,
    min: 0.1,
    max: 10,
    log: true,
    live: true,
  }),
  depth: integer({
    label: 'Depth',
    symbol: 'L',
    alias: 'L',
    help: 'Levels of the tree: 2^L leaves, L numbers per answer and coordinate. A new value is a new release',
    initial: 10,
    min: 1,
    max: 14,
    live: true,
  }),
  points: integer({
    label: 'Secret points',
    symbol: 'n',
    alias: 'n',
    help: 'How many secret points there are: more make a larger sum, not a larger error',
    initial: 50000,
    min: 100,
    max: 200000,
    log: true,
  }),
  baselineRatio: range({
    label: "Baseline's ratio",
    symbol: '\\alpha',
    alias: 'alpha',
    help: 'How much wider each ring of the baseline is than the one before: smaller is less biased and reads more nodes',
    initial: 0.1,
    min: 0.01,
    max: 0.5,
    log: true,
    live: true,
  }),
  dimension: choice({
    label: 'Dimension',
    symbol: 'd',
    alias: 'd',
    help: 'Coordinates of a point; each gets ε/d. The map shows the first two, the others of the query are in the middle',
    initial: 2,
    options: [1, 2, 4, 8, 16],
  }),
  structure: choice({
    label: 'Structure',
    help: 'Which data structure is released: each has its own noise and its own price. Local offsets are not in the paper',
    initial: 'both',
    options: ['paper', 'baseline', 'both', 'local'],
    labels: {
      paper: "the paper's",
      baseline: 'the baseline',
      both: 'both (two releases)',
      local: 'local offsets (not in the paper)',
    },
    live: true,
  }),
  side: range({
    label: 'Side of the cube',
    symbol: 'R',
    help: 'The points lie in [0, R)^d, a public fact; the points and the noise grow with it',
    initial: 1,
    min: 0.1,
    max: 10,
    log: true,
  }),
  questions: integer({
    label: 'Questions asked',
    help: 'Random further queries, answered from the same release of the new structure',
    initial: 1,
    min: 1,
    max: 1000000,
    log: true,
    live: true,
  }),
  noiseSource: choice({
    label: 'Noise source',
    help: 'Reproducible: seeded, not private, since the seed is public. Private: the cryptographic source of your machine. None: ε = ∞',
    initial: 'reproducible',
    options: ['reproducible', 'private', 'none'],
    labels: { reproducible: 'seeded (not private)', private: 'private', none: 'no noise (ε = ∞)' },
  }),
  teacher: toggle({
    label: "Teacher's view",
    help: 'Shows what only the owner of the data knows: some of the points, the truth and its contours',
    initial: true,
    live: true,
  }),
  panel: choice({
    label: 'Look at',
    help: 'What the main figure shows',
    initial: 'field',
    options: ['field', 'tree', 'error', 'audit'],
    labels: { field: 'field', tree: 'tree', error: 'error against α', audit: 'audit' },
    place: 'view',
    live: true,
  }),
  coordinate: integer({
    label: 'Coordinate',
    help: 'Whose tree and whose numbers are shown',
    initial: 1,
    min: 1,
    max: 16,
    live: true,
    place: 'view',
  }),
  release: integer({
    label: 'Release',
    help: 'How many releases with the present settings are published: the last one answers, all are paid for',
    initial: 1,
    min: 1,
    max: 100,
    live: true,
    place: 'view',
  }),
  audited: choice({
    only: { panel: 'audit' },
    label: 'Audit of',
    help: 'The mechanism, or a broken copy that charges counts and sums once for both',
    initial: 'mechanism',
    options: ['mechanism', 'mutant'],
    labels: { mechanism: 'this mechanism', mutant: 'a broken mutant (noise L/ε)' },
    live: true,
    place: 'view',
  }),
  secretPoint: range({
    only: { panel: 'audit' },
    label: 'The point in question',
    symbol: 'x^*/R',
    help: 'Where the point lies that is there or not: the farther right, the more its sums give away',
    initial: 0.999,
    min: 0,
    max: 0.999,
    step: 0.001,
    live: true,
  }),
  query: points({
    label: 'Query',
    symbol: 'y/R',
    help: 'Where the sum of distances is asked for, in units of R',
    dimensions: 2,
    max: 1,
    live: true,
    place: 'view',
  }),
};

/** The state of this notebook, by the names of its controls. */
export type Params = ParamsOf<typeof controls>;

export default defineNotebook({
  number: 11,
  paper: {
    title: 'Differentially Private Kernel Density Estimation',
    authors: ['Erzhi Liu', 'Jerry Yao-Chieh Hu', 'Alex Reneau', 'Zhao Song', 'Han Liu'],
    year: 2024,
    venue: 'arXiv preprint',
    arxiv: '2409.01688',
    code: null,
  },
  theme: 'privacy',
  title: 'A private distance field',
  sentence:
    'Ask for the total distance to a secret data set at any point, using ten noisy numbers instead of hundreds.',
  seed: 0,
  needsWasm: 'its graphs compute in 64-bit floats, which WebGPU does not have',
  controls,
  metrics: {
    truth: { label: 'True sum of distances', unit: '', digits: 6 },
    answer: { label: 'Private answer', unit: '', digits: 6 },
    sd: { label: 'Predicted sd of the private answer', unit: '', digits: 4 },
    baselineAnswer: { label: "Baseline's answer", unit: '', digits: 6 },
    baselineSd: { label: "Predicted sd of the baseline's answer", unit: '', digits: 4 },
    baselineBias: { label: "Baseline's answer without noise, minus the truth", unit: '', digits: 4 },
    reads: { label: 'Nodes read by a query', unit: '', digits: 4 },
    baselineReads: { label: 'Nodes read by a query of the baseline', unit: '', digits: 4 },
    asked: { label: 'Questions answered', unit: '', digits: 7 },
    releases: { label: 'Releases', unit: '', digits: 3 },
    spent: { label: 'Privacy spent', unit: 'ε', digits: 4 },
    rmse: { label: 'Root mean square error over practice releases', unit: '', digits: 4 },
    bestBaseline: { label: "Baseline's least error over α", unit: '', digits: 4 },
    worstLoss: { label: 'Audit: largest likelihood ratio', unit: 'ε', digits: 5 },
    provenLow: { label: 'Audit: ε proven (lower 95% limit)', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'Ten siblings tile the line around y.',
      notes:
        'Walk from the root to the leaf of y. At every level the sibling of the node on the path lies wholly left or wholly right of y, so a count and a sum are all it takes. Drag the query: the tiles change, their number does not. The thin marks below are what the baseline reads.',
      at: { panel: 'tree', budget: 10 },
      claim: 'c6',
      predict: {
        question:
          'The line has 1,024 leaves. How many stored numbers does a query need to know the total distance exactly, up to its own leaf?',
        options: ['1,024 counts', 'About 200 counts', '10 counts and 10 sums'],
        answer: 2,
        because:
          'All points of a node left of y together are y·c − s away from it, whatever the node’s size. Ten siblings cover everything but one leaf.',
      },
    },
    {
      says: 'Without noise the answer is exact: ratio 1. The rings of the baseline are biased.',
      notes:
        'No noise, ε = ∞. The new structure is off by less than the width of a leaf. The baseline takes every point of a ring to be at its outer end, so its answer is too large by a share of about α/2, however much budget there is.',
      at: { noiseSource: 'none', panel: 'error', dimension: 1, points: 10000 },
      claim: 'c1',
    },
    {
      says: 'With noise, every answer has a known error bar: σ(y) grows as L√L.',
      notes:
        'Each of the L numbers has the noise of a count, times y, and that of a sum. Turn L: more levels mean more terms and less budget for each. The error bar does not depend on n: with 200,000 points it is a small part of the answer, with 100 it drowns it.',
      at: { budget: 1 },
      claim: 'c5',
    },
    {
      says: 'Turning α trades bias for noise and reads; the new structure has no α.',
      notes:
        'The baseline has a best α, where falling bias meets growing noise. The flat line lies below all of its curve. But look at large α: there the noise alone is smaller in the baseline, because it stores counts only. The gain is in the total error and in the numbers that a query reads.',
      at: { panel: 'error', dimension: 1 },
      claim: 'c3',
      predict: {
        question: 'Make the rings of the baseline finer and finer (α → 0). What happens to its error?',
        options: ['It falls to zero', 'It falls, then grows again', 'It only grows'],
        answer: 1,
        because:
          'The bias is about α/2 of the answer and vanishes; but finer rings are made of more and smaller nodes, each with noise of its own.',
      },
    },
    {
      says: 'Ask a million questions: the budget meter stays where it was.',
      notes:
        'The noise was drawn when the tree was released. Whatever is computed from it afterwards, a million answers or the whole picture, is free. Press Release again: that is what costs.',
      at: { structure: 'paper', questions: 1000000 },
    },
  ],
  misconceptions: [
    {
      belief: 'Every query spends some of the privacy budget.',
      instead:
        'Only a release does. The map on this page is more than nine thousand queries, and it cost no more than one.',
    },
    {
      belief: 'Averaging the answers to many nearby queries removes the noise.',
      instead:
        'Neighbouring queries read the same nodes and share their noise. The map is wrong smoothly, not pixel by pixel.',
    },
    {
      belief: 'The new structure has less noise than the baseline.',
      instead:
        'For α of 0.2 and more the baseline’s noise is smaller: it stores only counts. What it cannot lose is its bias of α/2.',
    },
    {
      belief: 'With ε = 1 the audit should measure an ε of 1.',
      instead:
        'An audit gives a lower bound. At L = 1 it nearly reaches the proof; at L = 10 the worst case is an event too rare to be seen.',
    },
  ],
});
