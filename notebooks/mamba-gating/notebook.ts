/** A Theoretical Analysis of Mamba's Training Dynamics: Filtering Relevant Features for Generalization in State Space Models. */
import { choice, integer, points, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 24,
  paper: {
    title:
      "A Theoretical Analysis of Mamba's Training Dynamics: Filtering Relevant Features for Generalization in State Space Models",
    authors: ['Mugunthan Shandirasegaran', 'Hongkang Li', 'Songyang Zhang', 'Meng Wang', 'Shuai Zhang'],
    year: 2026,
    venue: 'ICLR 2026',
    arxiv: '2602.12499',
    code: null,
  },
  theme: 'generalization',
  title: 'The gate that learns what matters',
  sentence:
    'Watch a one-layer Mamba learn which tokens to let into its memory: the gate opens for the clue words and stays shut for the filler.',
  seed: 0,
  later: ['step'],
  controls: {
    regime: choice({
      label: 'Data',
      help: 'the label is the clue with more tokens (majority), or the one whose two tokens stand closer together (locality)',
      options: ['majority', 'locality'],
      labels: { majority: 'majority voting', locality: 'locality' },
      initial: 'majority',
    }),
    relevantShare: range({
      label: 'Relevant share',
      symbol: '\\alpha_r',
      alias: 'alpha_r',
      help: 'share of the tokens that carry the clue of the label',
      only: { regime: 'majority' },
      min: 0.2,
      max: 0.6,
      step: 0.05,
      initial: 0.4,
    }),
    confusingShare: range({
      label: 'Confusing share',
      symbol: '\\alpha_c',
      alias: 'alpha_c',
      help: 'share of the tokens that carry the clue of the other label',
      only: { regime: 'majority' },
      min: 0,
      max: 0.4,
      step: 0.05,
      initial: 0.2,
    }),
    nearDistance: integer({
      label: 'Distance within the label’s pair',
      symbol: '\\Delta L^+',
      alias: 'near',
      help: 'how far apart the two clues of the label stand',
      only: { regime: 'locality' },
      min: 1,
      max: 4,
      initial: 1,
    }),
    farDistance: integer({
      label: 'Distance within the other pair',
      symbol: '\\Delta L^-',
      alias: 'far',
      help: 'how far apart the two clues of the other label stand',
      only: { regime: 'locality' },
      min: 2,
      max: 8,
      initial: 6,
    }),
    tokenNoise: range({
      label: 'Token noise',
      symbol: '\\tau',
      alias: 'tau',
      help: 'length of the noise on a token, whose pattern has length 1',
      min: 0,
      max: 2,
      step: 0.05,
      initial: 0.1,
    }),
    gate: choice({
      label: 'Gate training',
      help: 'trains the gating vector with the head, or leaves every gate at one half',
      options: ['on', 'frozen'],
      labels: { on: 'on', frozen: 'frozen at ½' },
      initial: 'on',
    }),
    trainingSet: choice({
      label: 'Training set',
      symbol: 'n',
      alias: 'n',
      help: 'sequences to learn from, or 200 fresh ones at every step',
      options: [0, 10, 20, 50, 100, 200, 400],
      labels: { 0: 'fresh' },
      initial: 0,
    }),
    stepSize: range({
      label: 'Step size',
      symbol: '\\eta',
      alias: 'eta',
      help: 'of gradient descent, for gate and head alike',
      only: { regime: 'majority' },
      min: 0.25,
      max: 4,
      log: true,
      initial: 2,
    }),
    localStepSize: range({
      label: 'Step size',
      symbol: '\\eta',
      alias: 'eta_local',
      help: 'of gradient descent, for gate and head alike; the margin of locality is small and needs a large one',
      only: { regime: 'locality' },
      min: 2,
      max: 40,
      log: true,
      initial: 20,
    }),
    steps: choice({
      label: 'Steps of training',
      help: 'weak signals and small steps need longer',
      options: [150, 400, 1000],
      labels: { 150: '150', 400: '400', 1000: '1,000' },
      initial: 150,
    }),
    step: integer({
      label: 'Step that is shown',
      symbol: 't',
      help: 'shows the block as it was after this many steps (the last one, beyond the end)',
      min: 0,
      max: 1000,
      initial: 1000,
      live: true,
    }),
    scaling: toggle({
      label: 'Measure the scaling',
      help: 'then trains twelve more blocks, six signals with the gate on and frozen, and times each',
      initial: false,
      live: true,
    }),
    token: integer({
      label: 'Token that is followed',
      help: 'counted through the three sequences of the picture, from 0',
      min: 0,
      max: 59,
      initial: 10,
      live: true,
      place: 'view',
    }),
    edited: points({
      label: 'Edited tokens',
      help: 'tokens with another pattern than they were drawn with',
      dimensions: 1,
      max: 60,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    loss: { label: 'Test loss', unit: '', digits: 3 },
    accuracy: { label: 'Test accuracy', unit: '', digits: 4 },
    plus: { label: 'Gating vector along o₊', unit: '', digits: 3 },
    minus: { label: 'Gating vector along o₋', unit: '', digits: 3 },
    other: { label: 'Largest entry along any other pattern', unit: '', digits: 3 },
    aligned: { label: 'Share of the gating vector in o₊ and o₋', unit: '', digits: 4 },
    clueGate: { label: 'Gate for a clue', unit: '', digits: 3 },
    fillerGate: { label: 'Gate for filler', unit: '', digits: 3 },
    crossing: { label: 'Steps until the test loss is below 0.5 (locality: 0.95)', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'All doors ajar: every token halves the memory.',
      notes:
        'Before training the gating vector is zero, so every gate stands at one half, for clues and filler alike. Look at the bars: a token is written with weight ½, and every later token takes half of what is left. Point at other tokens. Ask which ones a good memory should let in.',
      at: { step: 0 },
    },
    {
      says: 'The gate learns: clue words in, filler out.',
      notes:
        'Play it from the start. Nobody tells the block which of the sixteen patterns matter; it only gets labels. In sixty steps the blue and orange doors swing open, for clues of both labels, while the grey ones stay a little below one half. The gating vector shows the same: two tall bars, fourteen stubs.',
      at: {},
      claim: 'c1',
      predict: {
        question: 'In a sequence of label +, which doors will open?',
        options: [
          'those of the clue +, which is right here',
          'those of both clues',
          'those of whatever is frequent, filler included',
        ],
        answer: 1,
        because:
          'The gate sees one token, not the label. Both clues carry information about the label, so both are let in; the head behind it tells them apart. Each filler appears equally often under both labels, so it teaches the gate next to nothing.',
      },
    },
    {
      says: 'Half the signal, four times the time.',
      notes:
        'Now six of twenty tokens are for the other label instead of four, so that the gap between the shares is 0.1 instead of 0.2. The loss needs about 180 steps to fall below one half; it needed 50. The theorem says four times as many. For the whole line, measure the scaling in the last figure; it takes half a minute or more.',
      at: { confusingShare: 0.3, steps: 400 },
      figure: 'mamba-gating-curves',
      claim: 'c2',
      predict: {
        question: 'The gap between the two clues is halved. How many times as many steps does learning take?',
        options: ['about twice', 'about four times', 'about sixteen times'],
        answer: 1,
        because:
          'The rate is one over the gap squared: the push on the gate is proportional to the gap, and so is what a unit of gate is worth.',
      },
    },
    {
      says: 'Frozen gate: it still learns, but slower and less sure.',
      notes:
        'Every gate is held at one half, and only the head is trained. It gets there, since counts survive a blurred memory: 68 steps instead of 50. But after 150 steps its loss is more than ten times as large. Selection is not needed to be right; it is what makes the block sure.',
      at: { gate: 'frozen' },
      figure: 'mamba-gating-curves',
      claim: 'c5',
    },
    {
      says: 'Distance as clue: both clues appear twice, and the closer pair decides.',
      notes:
        'Counts no longer help. The label’s two tokens are neighbours, the others six apart. Now it is the filler whose doors move: they open wider, to about two thirds, and wipe the memory faster, so that only neighbours meet. The clue doors hardly move, so the first claim is one for majority voting only.',
      at: { regime: 'locality', token: 4 },
      claim: 'c3',
    },
    {
      says: 'The filler doors set the memory length.',
      notes:
        'The same block, with the label’s pair two apart and the other eight. Now the memory must hold on across a token or two, and the filler doors close, to about a quarter. Go back and forth between this step and the one before: the same vector learns to forget or to hold on, by what the label needs.',
      at: { regime: 'locality', nearDistance: 2, farDistance: 8, token: 2 },
    },
  ],
  misconceptions: [
    {
      belief: 'A gate that stays shut at 0.47 is a failure: it should go to 0.',
      instead:
        'Nothing pushes it there. A filler appears equally often under both labels, so its gradient is nearly zero, and its gate stays where it began. “Ignoring” means that it is left alone, while the clues rise to 0.94.',
    },
    {
      belief: 'A wide open gate means a long memory.',
      instead:
        'It is the other way round: a gate g writes with weight g and erases 1 − g of what was there. Wide open doors are a short memory of what matters; follow a token and see.',
    },
    {
      belief: 'The gate opens for the clue that is right.',
      instead:
        'It sees one token at a time and can’t know the label. It opens for both clues alike; saying which one wins is the work of the head.',
    },
    {
      belief: 'Training the gate always helps.',
      instead:
        'In majority voting it does. In locality the gain is small, and with a large step size the trained gate loses its balance after some 300 steps, where the frozen one goes on learning.',
    },
  ],
});
