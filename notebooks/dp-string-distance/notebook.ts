/** On Differentially Private String Distances. */
import { choice, indices, integer, range } from '#lib/notebook/controls.ts';
import { defineNotebook, type Params } from '#lib/notebook/types.ts';

const controls = {
  distance: choice({
    label: 'Distance',
    help: 'Which of the two data structures of the paper answers',
    initial: 'hamming',
    options: ['hamming', 'edit'],
    labels: { hamming: 'Hamming', edit: 'Edit' },
  }),
  privacyBudget: range({
    only: { distance: 'hamming' },
    label: 'Privacy budget',
    symbol: '\\epsilon',
    alias: 'epsilon',
    help: 'Price of one release; sets the flip rate of the sketch bits. A new value is a new release.',
    initial: 16,
    min: 0.5,
    max: 64,
    log: true,
    live: true,
  }),
  strategy: choice({
    label: 'Asking',
    help: 'Release the sketch once and answer from it, or naively draw fresh noise for every question',
    initial: 'once',
    options: ['once', 'naive'],
    labels: { once: 'release once', naive: 'naive: fresh noise per question' },
  }),
  questions: integer({
    label: 'Times asked',
    help: 'How often the same question is asked',
    initial: 1,
    min: 1,
    max: 1000,
    log: true,
    live: true,
  }),
  decoder: choice({
    only: { distance: 'hamming' },
    label: 'Decoder',
    help: "The paper's decoder, the debiased one, or both: free post-processing of the same release",
    initial: 'both',
    options: ['paper', 'debiased', 'both'],
    live: true,
  }),
  promise: choice({
    only: { distance: 'hamming' },
    label: 'Promise',
    symbol: 'k',
    alias: 'k',
    help: 'Largest distance that the sketch is built for: M₁ = log₂ k rows, M₂ = 2k groups',
    initial: 16,
    options: [4, 8, 16, 32, 64],
    live: true,
  }),
  rows: choice({
    only: { distance: 'hamming' },
    label: 'Rows',
    symbol: 'M_1',
    help: 'Repetitions of the sketch; each must be paid for. Auto is log₂ k',
    initial: 'auto',
    options: ['auto', 1, 2, 3, 4, 5, 6, 7, 8],
    live: true,
  }),
  buckets: choice({
    only: { distance: 'hamming' },
    label: 'Buckets',
    symbol: 'M_3',
    help: 'Buckets per group: more make fewer collisions and more noise. “theory” is about 400 log₂² k',
    initial: 16,
    options: [4, 8, 16, 32, 64, 128, 'theory'],
    live: true,
  }),
  length: choice({
    only: { distance: 'hamming' },
    label: 'Length',
    symbol: 'n',
    help: 'Bits of a string: changes the cost, not the error. New strings, new release',
    initial: 4096,
    options: [1024, 2048, 4096, 8192, 16384, 32768, 65536],
  }),
  editPrivacyBudget: range({
    only: { distance: 'edit' },
    label: 'Privacy budget',
    symbol: '\\epsilon',
    help: 'Price of one release of the dyadic trees (edit distance only)',
    initial: 168,
    min: 10,
    max: 500,
    log: true,
    live: true,
  }),
  editLength: choice({
    only: { distance: 'edit' },
    label: 'Length',
    symbol: 'n',
    help: 'Bits of a string in the edit-distance demo',
    initial: 64,
    options: [32, 64, 128],
  }),
  panel: choice({
    label: 'Look at',
    help: 'What the main figure shows: the private answers, or a look inside',
    initial: 'answers',
    options: ['answers', 'sketch', 'audit', 'error', 'cost'],
    labels: { answers: 'answers', sketch: 'sketch', audit: 'audit', error: 'error against ε', cost: 'cost' },
    place: 'view',
    live: true,
  }),
  audited: choice({
    only: { panel: 'audit' },
    label: 'Audit of',
    help: 'The mechanism itself, or a broken copy that forgets that one changed bit touches two buckets per row',
    initial: 'mechanism',
    options: ['mechanism', 'mutant'],
    labels: { mechanism: 'this mechanism', mutant: 'a broken mutant (factor 2 forgotten)' },
    live: true,
    place: 'view',
  }),
  noiseSource: choice({
    label: 'Noise source',
    help: 'Reproducible: seeded, not private, since the seed is public. Private: the cryptographic source of your machine',
    initial: 'reproducible',
    options: ['reproducible', 'private'],
    labels: { reproducible: 'seeded (not private)', private: 'private' },
  }),
  flips: indices({
    label: 'Flipped query bits',
    help: 'Bits of the query that differ from its first state',
    max: 4096,
    live: true,
    place: 'view',
  }),
  string: integer({
    label: 'Secret string under the microscope',
    help: 'Which of the secret strings the sketch view opens',
    initial: 4,
    min: 0,
    max: 16,
    live: true,
    place: 'view',
  }),
  bit: integer({
    label: 'Bit under the microscope',
    help: 'Which bit of that string is followed into the sketch',
    initial: 1000,
    min: 0,
    max: 4095,
    live: true,
    place: 'view',
  }),
  shift: integer({
    label: 'Diagonal',
    symbol: '\\delta',
    help: 'Which shift of the query the dyadic tree shows (edit distance only)',
    initial: 0,
    min: -6,
    max: 6,
    live: true,
    place: 'view',
  }),
};

/** The state of this notebook, by the names of its controls. */
export type DistanceParams = Params<typeof controls>;

export default defineNotebook({
  number: 5,
  paper: {
    title: 'On Differentially Private String Distances',
    authors: ['Jerry Yao-Chieh Hu', 'Erzhi Liu', 'Han Liu', 'Zhao Song', 'Lichen Zhang'],
    year: 2024,
    venue: 'arXiv preprint',
    arxiv: '2411.05750',
    code: null,
  },
  theme: 'privacy',
  title: 'Ask forever, learn (almost) nothing',
  sentence:
    'Release noisy sketches of secret bit strings once, then answer any number of distance queries without spending more privacy.',
  seed: 7,
  controls,
  metrics: {
    asked: { label: 'Times asked', unit: '', digits: 4 },
    releases: { label: 'Releases', unit: '', digits: 4 },
    spent: { label: 'Privacy spent', unit: 'ε', digits: 4 },
    distinct: { label: 'Different answers to this question', unit: '', digits: 4 },
    flipRate: { label: 'Flip rate q', unit: '', digits: 3 },
    error: { label: 'Root mean square error of the answers shown', unit: 'bits', digits: 3 },
    meanError: { label: 'Mean error of the answers shown', unit: 'bits', digits: 3 },
    rawError: { label: "Mean error of the paper's decoder", unit: 'bits', digits: 3 },
    averageError: { label: 'Root mean square error of the averaged answers', unit: 'bits', digits: 3 },
    predicted: { label: 'Predicted root mean square error', unit: 'bits', digits: 3 },
    operations: { label: 'Operations of a query', unit: '', digits: 4 },
    share: { label: 'Operations over those of a scan', unit: '', digits: 3 },
    provenLow: { label: 'Audit: ε proven (lower 95% limit)', unit: '', digits: 3 },
    proven: { label: 'Audit: ε measured', unit: '', digits: 3 },
    claimed: { label: 'Audit: ε claimed', unit: '', digits: 3 },
    practiceRmse: { label: 'Root mean square error over practice releases', unit: 'bits', digits: 3 },
    practiceMean: { label: 'Mean error over practice releases', unit: 'bits', digits: 3 },
    practiceRaw: { label: "Paper's decoder, mean error at distance 0", unit: 'bits', digits: 4 },
  },
  steps: [
    {
      says: 'One secret bit touches eight cells of the sketch.',
      notes:
        'Move the marked bit with the arrow keys or a click. In each of the four rows one item leaves a bucket and another enters one: eight cells. That count, 2M₁, is the whole privacy proof: eight bits, each worth ε/8.',
      at: { panel: 'sketch' },
      predict: {
        question:
          'One bit of one secret string of 4096 bits changes. How many of the 2048 sketch bits can change?',
        options: ['1', '4', '8', 'about half of them'],
        answer: 2,
        because:
          'Each of the four rows hashes the old item into one bucket and the new item into another: two parities per row.',
      },
    },
    {
      says: 'Noise falls exponentially in ε/(2M₁).',
      notes:
        'The flip rate is 1/(1 + e^{ε/8}). Drag ε from 8 to 64 and watch the band close. Mind the counter: each stop of the slider is a new release, and the budgets add up.',
      at: { panel: 'error', privacyBudget: 32 },
      claim: 'c2',
    },
    {
      says: 'Ask a thousand times: nothing moves. Naive noise leaks.',
      notes:
        'The released sketch is a fixed table of bits, so the same question has the same answer, and asking costs nothing. Then switch to fresh noise per question: the average walks to the truth while the bill reaches 16,000.',
      at: { strategy: 'naive', questions: 1000, decoder: 'debiased' },
      claim: 'c1',
      predict: {
        question:
          'You ask the released sketch the same question 1,000 times and average. How much closer to the truth do you get?',
        options: ['About 30 times', 'About 1,000 times', 'Not at all'],
        answer: 2,
        because:
          'The noise was drawn once, at the release. All 1,000 answers are identical; averaging only helps when every answer has noise of its own, and then each answer is paid for.',
      },
    },
    {
      says: "The audit reaches the proof's ε and never passes it.",
      notes:
        'An attacker who knows everything but one bit looks at the four cells that it changes. Over 100,000 fake releases the ratio of the two frequencies is e^ε. Switch to the mutant that forgets the factor 2: the audit proves twice what was promised.',
      at: { panel: 'audit', privacyBudget: 2, promise: 4, buckets: 8, length: 1024 },
      claim: 'c1',
    },
    {
      says: 'Edit distance: the same accuracy costs log n times more.',
      notes:
        'Now a secret bit lies in seven dyadic blocks, and each has a sketch: 56 bits to pay for instead of eight. Green blocks passed the noisy equality test. Try ε = 56: the tests fail and so do the answers.',
      at: { distance: 'edit', panel: 'sketch', string: 2 },
      claim: 'c6',
    },
  ],
  misconceptions: [
    {
      belief: 'Every question to a private database spends privacy.',
      instead:
        'Only a release does. Whatever is computed from released bits is post-processing: the thousandth question is free, and so is a better decoder.',
    },
    {
      belief: 'If averaging does not help, the answers must be accurate already.',
      instead:
        'They are wrong by the same amount each time. The error is fixed at the release and no question can reduce it.',
    },
    {
      belief: 'ε = 16 sounds small next to 4096 bits, so this is strong privacy.',
      instead:
        'e^16 is about nine million to one: an attacker with the right two candidates is nearly certain. Useful accuracy here needs ε well above log k, and the audit shows what that means.',
    },
    {
      belief: 'A truncated or clipped answer is a better answer.',
      instead:
        'Clipping to [0, k] hides the bias of the decoder. Answers here are shown as they come, negative ones too.',
    },
  ],
});
