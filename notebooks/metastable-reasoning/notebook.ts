/** Metastable Dynamics of Chain-of-Thought Reasoning: Provable Benefits of Search, RL and Distillation. */
import { choice, integer, range } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 36,
  paper: {
    title:
      'Metastable Dynamics of Chain-of-Thought Reasoning: Provable Benefits of Search, RL and Distillation',
    authors: ['Juno Kim', 'Denny Wu', 'Jason D. Lee', 'Taiji Suzuki'],
    year: 2025,
    venue: 'ICML 2025 (PMLR 267)',
    arxiv: '2502.01694',
    code: null,
  },
  theme: 'generalization',
  title: 'Rare edges: search, sharpen, distil',
  sentence:
    'Reasoning as a random walk: easy steps circle inside a cluster, one rare edge is the insight; search finds it, RL widens it, distillation keeps only it.',
  seed: 0,
  controls: {
    stage: choice({
      label: 'Stage',
      help: 'how far to go: walk only, search for rare edges, make them likely, or keep only the clusters',
      initial: 'walk',
      options: ['walk', 'search', 'sharpen', 'distil'],
      live: true,
    }),
    epsilon: range({
      label: 'Insight probability',
      symbol: '\\varepsilon',
      alias: 'epsilon',
      help: 'probability of the rare step, at the statement where it begins',
      initial: 0.02,
      min: 0.001,
      max: 0.1,
      log: true,
    }),
    clusterSize: integer({
      label: 'Cluster size',
      symbol: 'M',
      alias: 'M',
      help: 'statements per cluster: more of them, longer stays',
      initial: 8,
      min: 4,
      max: 16,
    }),
    clusters: integer({
      label: 'Clusters',
      symbol: 'K',
      alias: 'K',
      help: 'how many clusters there are, on a ring with three chords',
      initial: 6,
      min: 3,
      max: 10,
    }),
    sharpened: range({
      label: 'Sharpened probability',
      symbol: 'p_{\\max}',
      alias: 'pmax',
      help: 'how likely policy gradient makes a rewarded step',
      initial: 0.3,
      min: 0.05,
      max: 0.6,
      log: true,
    }),
    rollouts: integer({
      label: 'Rollouts',
      symbol: 'R',
      alias: 'R',
      help: 'how often search explores a cluster and waits for the way out',
      initial: 400,
      min: 25,
      max: 800,
      log: true,
    }),
    localRadius: integer({
      label: 'Local radius',
      symbol: 'r',
      alias: 'r',
      help: 'how many of the five links on a path the local learner sees',
      initial: 4,
      min: 0,
      max: 6,
      live: true,
    }),
    speed: integer({
      label: 'Steps per frame',
      help: 'pace of the animation; it changes nothing else',
      initial: 4,
      min: 1,
      max: 64,
      log: true,
      live: true,
    }),
    from: integer({
      label: 'From statement',
      help: 'where the route begins that is measured',
      initial: 0,
      min: 0,
      max: 159,
      live: true,
      place: 'view',
    }),
    to: integer({
      label: 'To cluster',
      help: 'the cluster where it ends',
      initial: 3,
      min: 0,
      max: 9,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    base: { label: 'Steps to another cluster', unit: '', digits: 4 },
    predicted: { label: 'Predicted from the rates', unit: '', digits: 4 },
    after: { label: 'Steps after sharpening', unit: '', digits: 4 },
    speedup: { label: 'Speed-up', unit: '', digits: 3 },
    found: { label: 'Rare edges found', unit: '', digits: 3 },
    wrong: { label: 'False edges', unit: '', digits: 3 },
    searchSteps: { label: 'Steps of search', unit: '', digits: 4 },
    outer: { label: 'PPO steps', unit: '', digits: 3 },
    growth: { label: 'Growth per PPO step', unit: '', digits: 4 },
    studentError: { label: 'Median error of the student', unit: '', digits: 2 },
    jumpDistance: { label: 'Total variation of its jumps', unit: '', digits: 2 },
    local: { label: 'Accuracy of the local learner', unit: '', digits: 3 },
    stay: { label: 'Steps per insight, walked', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'Stuck: the walk is busy, and nothing happens.',
      notes:
        'Each dot is a statement, each step an easy deduction. Inside a cluster everything is reached within a few steps; the way out is one of the thin arrows, taken with probability 0.02, and only from the statement where it begins. Press Play and watch the counter of steps since the last insight.',
      at: { stage: 'walk' },
      predict: {
        question:
          'A cluster has 8 statements, and two of them have an arrow out, with probability 0.02. How long does the walk stay?',
        options: ['About 50 steps', 'About 200 steps', 'About 2,000 steps'],
        answer: 1,
        because:
          'It is at one of the two statements a quarter of the time, and leaves with probability 0.02 then: 1/(0.25 · 0.02) = 200.',
      },
    },
    {
      says: 'Halve ε and the wait doubles, exactly: a second, slower time scale.',
      notes:
        'The line on the left is computed from six numbers per row, the rates between clusters, divided by ε; the points are exact solutions for all 48 statements. They agree to a percent over two decades. On the slow scale only the cluster matters: this is the phase transition of the abstract.',
      at: { stage: 'walk', epsilon: 0.01 },
      claim: 'c1',
      figure: 'metastable-reasoning-epsilon',
    },
    {
      says: 'Pay once to find fifteen arrows, gain fifteen times the speed for ever.',
      notes:
        'Search explores its cluster for 34 steps and then waits for the first statement that it has not seen. Steps that are rewarded four times are believed. PPO then raises them from 0.02 to 0.3, a factor of 1.2 at a time. Every hitting time falls by about 0.3/0.02 = 15.',
      at: { stage: 'sharpen' },
      claim: 'c2',
      predict: {
        question:
          'The rare steps go from probability 0.02 to 0.3. What happens to the time between any two clusters?',
        options: [
          'It falls by a few percent: other steps dominate',
          'It falls about 15-fold',
          'It falls 48-fold',
        ],
        answer: 1,
        because:
          'Nearly all time is spent waiting for a rare step, and waiting goes like 1/p: 0.3/0.02 = 15.',
      },
    },
    {
      says: 'Forty-eight statements become six ideas.',
      notes:
        'The student knows clusters and rates only: 36 numbers instead of 2,304, estimated from the walks that search has made anyway. Its times between clusters agree with those of the full chain within a few percent.',
      at: { stage: 'distil' },
      claim: 'c5',
    },
    {
      says: 'Local is blind: see four links of five and you know nothing.',
      notes:
        'Every rare edge on a path of five carries a hidden bit, the answer is their XOR. A learner that sees four bits has a table of sixteen cases, 2,000 examples, and the accuracy of a coin. With the fifth it is perfect. Move r from 4 to 5.',
      at: { stage: 'walk', localRadius: 4 },
      claim: 'c3',
      figure: 'metastable-reasoning-local',
      predict: {
        question: 'The learner sees four of five bits and 2,000 examples. How often is it right?',
        options: ['80%: four fifths of the information', '94%: it errs in one case of sixteen', '50%'],
        answer: 2,
        because: 'The fifth bit is fair and unseen, so the XOR is a fair coin whatever the first four say.',
      },
    },
  ],
  misconceptions: [
    {
      belief: 'The walk is slow because clusters are large.',
      instead:
        'Inside a cluster it is everywhere after a few steps. It waits at the right statement, with probability 1/M, for a step of probability ε: M/ε.',
    },
    {
      belief: 'Reinforcement learning sets the good steps to their target.',
      instead:
        'PPO-Clip may move a probability by a factor of 1.2 per outer step only. From 0.02 to 0.3 takes 15 of them: a straight line on a logarithmic axis.',
    },
    {
      belief: 'A student of 36 numbers must be a crude one.',
      instead:
        'Times between clusters depend on rates alone, up to corrections of order ε: the student is off by a few percent, and most of that is the noise of its data.',
    },
    {
      belief: 'Seeing most of the way is almost as good as seeing all of it.',
      instead: 'Not when information must be composed: with one link unseen the answer is a coin toss.',
    },
  ],
});
