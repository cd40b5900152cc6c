/** Transformers Learn the Optimal DDPM Denoiser for Multi-Token GMMs. */
import { choice, integer, points, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 22,
  paper: {
    title: 'Transformers Learn the Optimal DDPM Denoiser for Multi-Token GMMs',
    authors: ['Hongkang Li', 'Hancheng Min', 'René Vidal'],
    year: 2026,
    venue: 'ICML 2026',
    arxiv: '2604.10074',
    code: null,
  },
  theme: 'diffusion',
  title: 'Attention learns to average',
  sentence:
    'Watch attention discover that the best way to denoise a token is to average it with its companions.',
  seed: 0,
  later: ['train_step', 'denoiser'],
  controls: {
    tokens: choice({
      label: 'Tokens in a sequence',
      symbol: 'N',
      alias: 'N',
      help: 'companions that share the hidden mean; the floor falls as 1/N',
      options: [2, 4, 8, 16, 32, 64],
      initial: 16,
    }),
    signalLevel: range({
      label: 'Signal level',
      symbol: '\\bar\\alpha',
      alias: 'abar',
      help: 'share of the variance that is signal; the rest is noise',
      min: 0.1,
      max: 0.9,
      step: 0.05,
      initial: 0.5,
    }),
    clusters: integer({
      label: 'Clusters',
      symbol: 'K',
      alias: 'K',
      help: 'how many means there are; they span K − 1 directions',
      min: 2,
      max: 8,
      initial: 4,
    }),
    initialScale: range({
      label: 'Initial scale',
      alias: 'init',
      help: 'standard deviation of the weights at the start; large ones make attention lopsided',
      min: 0.05,
      max: 1,
      log: true,
      initial: 0.1,
    }),
    stepSize: range({
      label: 'Step size',
      alias: 'lr',
      help: 'of plain stochastic gradient descent',
      min: 0.005,
      max: 0.05,
      log: true,
      initial: 0.02,
    }),
    steps: choice({
      label: 'Steps of training',
      help: '700 show the effect, 3,000 reach the theory',
      options: [700, 3000],
      labels: { 700: '700', 3000: '3,000' },
      initial: 700,
    }),
    denoiser: choice({
      label: 'Denoiser',
      help: 'whose predictions the picture shows',
      options: ['attention', 'none', 'mean', 'oracle', 'bayes'],
      labels: {
        attention: 'attention',
        none: 'no attention',
        mean: 'plain mean',
        oracle: 'oracle',
        bayes: 'Bayes',
      },
      initial: 'attention',
      live: true,
    }),
    step: range({
      label: 'Step that is shown',
      symbol: 't',
      help: 'shows the layer as it was after this many steps (the last one, beyond the end)',
      min: 0,
      max: 3000,
      log: true,
      integer: true,
      initial: 3000,
      live: true,
    }),
    sequence: integer({
      label: 'Sequence',
      help: 'which fresh sequence the picture shows',
      min: 1,
      max: 50,
      initial: 1,
      live: true,
    }),
    noiseLevel: integer({
      label: 'Noise level of the samples',
      help: 'from 20, pure noise, down to 0, finished samples (in the picture of sampling)',
      min: 0,
      max: 20,
      initial: 0,
      live: true,
    }),
    sweep: toggle({
      label: 'Train the other lengths too',
      help: 'then trains layers for N = 4 to 64 and measures the excess of each',
      initial: false,
    }),
    moved: points({
      label: 'Moved tokens',
      help: 'tokens that were dragged in the plane of the picture',
      dimensions: 2,
      max: 64,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    excess: { label: 'Excess over the oracle, of the denoiser shown', unit: '', digits: 3 },
    floor: { label: 'Excess of the best averaging, by formula', unit: '', digits: 3 },
    lone: { label: 'Excess of the layer without attention', unit: '', digits: 3 },
    single: { label: 'Excess of Bayes on one token', unit: '', digits: 3 },
    loss: { label: 'Loss per coordinate', unit: '', digits: 4 },
    entropy: { label: 'Entropy of attention / ln N', unit: '', digits: 4 },
    distance: { label: 'Attended average to token mean, relative', unit: '', digits: 3 },
    values: { label: 'Value matrix to its theory, relative', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'One noisy token is ambiguous.',
      notes:
        'Two tokens, much noise, four possible centres. Rings are where the oracle, who knows the centre, puts the clean tokens; the arrows end where the trained layer puts them. This sequence was picked: its average lies nearer to a wrong centre, and the layer takes both tokens towards it. That happens in five of the fifty sequences here; step through some others.',
      at: { tokens: 2, signalLevel: 0.3, sequence: 13 },
    },
    {
      says: 'Sixteen tokens give the mean away.',
      notes:
        'No one told the layer where the centre is. Play it: the stars, one attended average per token, start scattered, and gather on the cross. At the same time the attention map becomes flat: equal weight on everyone is the answer that training finds. Drag a token and see how little the stars move.',
      at: { tokens: 16 },
      claim: 'c3',
      predict: {
        question: 'What will the attention map look like after training?',
        options: [
          'the diagonal: each token keeps to itself',
          'flat: the same weight on every token',
          'a few bright columns: the cleanest tokens win',
        ],
        answer: 1,
        because:
          'All tokens are equally noisy, so the average with equal weights is the best estimate of what they share. The entropy comes within half a per cent of its maximum, and closer still with longer training.',
      },
    },
    {
      says: 'The loss lands on the line of the best average.',
      notes:
        'The dashed line is a formula, drawn before the training; nothing was fitted. What remains above the oracle is the error of an average of sixteen tokens. The grey curve is the same layer with its attention taken away, trained on the same batches: it stops far above.',
      at: { steps: 3000 },
      claim: 'c1',
    },
    {
      says: 'Twice the tokens, half the excess.',
      notes:
        'A layer is trained for each length, one after the other. On logarithmic axes the excess falls on a line of slope about −1. Short training leaves the longest sequences a little above it; 3,000 steps bring them down. Ask what a network without attention would do on this chart: it is the flat line.',
      at: { sweep: true },
      figure: 'denoising-transformer-excess',
      claim: 'c2',
      predict: {
        question: 'From 16 to 32 tokens, the excess over the oracle …',
        options: ['falls to about a half', 'falls to about 70%', 'hardly changes'],
        answer: 0,
        because:
          'The squared error of an average falls as 1/N. The 70% would be right for the error itself, without the square.',
      },
    },
    {
      says: 'Convergence needs the right start.',
      notes:
        'With weights ten times larger, attention starts saturated: each token looks at one other only, and the softmax passes hardly any gradient. The run stalls on a plateau above the line, with every seed that was recorded, and 3,000 steps do not free it. Change the seed and look for one that gets through.',
      at: { initialScale: 1 },
      claim: 'c5',
    },
  ],
  misconceptions: [
    {
      belief: 'Flat attention is attention that has learned nothing.',
      instead:
        'Here flat is the answer. At the start attention is not flat; training flattens it, since equal weights are the best average of equally noisy tokens. The work is done by the value matrix.',
    },
    {
      belief: 'With enough training a network that sees one token at a time would get there, too.',
      instead:
        'What one token does not say cannot be learned from it. The curve without attention stops at a line that is a property of the data.',
    },
    {
      belief: 'The best denoiser brings the loss to zero.',
      instead:
        'Even the oracle, who knows the centre, cannot tell a token’s own spread from the noise. Its risk ᾱσ²/v is the ground that all curves stand on.',
    },
    {
      belief: 'Averaging is what Bayes would do.',
      instead:
        'Bayes knows that there are only K centres and picks one; with many tokens it has almost no excess. Averaging needs no list of centres, only the space that they span, and pays 1/N for that.',
    },
  ],
});
