/** When is Task Vector Provably Effective for Model Editing? A Generalization Analysis of Nonlinear Transformers. */
import { choice, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 26,
  paper: {
    title:
      'When is Task Vector Provably Effective for Model Editing? A Generalization Analysis of Nonlinear Transformers',
    authors: ['Hongkang Li', 'Yihua Zhang', 'Shuai Zhang', 'Meng Wang', 'Sijia Liu', 'Pin-Yu Chen'],
    year: 2025,
    venue: 'ICLR 2025 (oral)',
    arxiv: '2504.10957',
    code: 'NormalUhr/task-vector-theory',
  },
  theme: 'editing',
  title: 'Arithmetic with task vectors',
  sentence:
    'Add, negate and mix fine-tuning updates of a one-layer transformer and see when arithmetic on weights does what you hoped.',
  seed: 0,
  later: ['ta_step'],
  controls: {
    tab: choice({
      label: 'Question',
      help: 'add or negate the second task, or mix both for a task that neither was trained for',
      options: ['pair', 'unseen'],
      labels: { pair: 'two tasks', unseen: 'an unseen task' },
      initial: 'pair',
      live: true,
    }),
    correlation: range({
      label: 'Task correlation',
      symbol: '\\alpha',
      alias: 'alpha',
      help: 'the cosine between the patterns of the two tasks',
      only: { tab: 'pair' },
      min: -0.9,
      max: 0.9,
      step: 0.1,
      initial: 0,
      live: true,
    }),
    coefficient: range({
      label: 'Coefficient',
      symbol: '\\lambda',
      alias: 'lambda',
      help: 'the weight of the second task vector; the first has weight 1',
      only: { tab: 'pair' },
      min: -1.5,
      max: 2,
      step: 0.05,
      initial: 1,
      live: true,
    }),
    map: choice({
      label: 'Map shows',
      help: 'the worse of the two losses, how much more is lost on task 2 than on task 1, or the larger share of wrong answers',
      only: { tab: 'pair' },
      options: ['worst', 'unlearning', 'errors'],
      labels: { worst: 'the worse loss', unlearning: 'loss 2 − loss 1', errors: 'wrong answers' },
      initial: 'worst',
      live: true,
    }),
    gamma1: range({
      label: 'Target along μ₁',
      symbol: '\\gamma_1',
      help: 'how much of the first pattern is in the unseen one',
      only: { tab: 'unseen' },
      min: -1,
      max: 1,
      step: 0.05,
      initial: 0.8,
      live: true,
      place: 'view',
    }),
    gamma2: range({
      label: 'Target along μ₂',
      symbol: '\\gamma_2',
      help: 'how much of the second pattern is in the unseen one',
      only: { tab: 'unseen' },
      min: -1,
      max: 1,
      step: 0.05,
      initial: 0.5,
      live: true,
      place: 'view',
    }),
    lambda1: range({
      label: 'Coefficient of vector 1',
      symbol: '\\lambda_1',
      help: 'the weight of the first task vector',
      only: { tab: 'unseen' },
      min: -1.5,
      max: 2,
      step: 0.05,
      initial: 1,
      live: true,
    }),
    lambda2: range({
      label: 'Coefficient of vector 2',
      symbol: '\\lambda_2',
      help: 'the weight of the second task vector',
      only: { tab: 'unseen' },
      min: -1.5,
      max: 2,
      step: 0.05,
      initial: 1,
      live: true,
    }),
    rank: choice({
      label: 'Rank kept',
      symbol: 'r',
      alias: 'r',
      help: 'how many singular values of each update are kept',
      options: [1, 2, 4, 32],
      labels: { 32: 'all' },
      initial: 32,
      live: true,
    }),
    fresh: toggle({
      label: 'Train here',
      help: 'fine-tune in this page instead of loading the weights that were trained ahead for seed 0',
      initial: false,
    }),
  },
  metrics: {
    loss1: { label: 'Hinge loss of task 1', unit: '', digits: 3 },
    loss2: { label: 'Hinge loss of task 2', unit: '', digits: 3 },
    accuracy1: { label: 'Accuracy on task 1', unit: '', digits: 4 },
    accuracy2: { label: 'Accuracy on task 2', unit: '', digits: 4 },
    accuracyOpposite: { label: 'Accuracy on task 2 with its pattern flipped', unit: '', digits: 4 },
    lossUnseen: { label: 'Hinge loss of the unseen task', unit: '', digits: 3 },
    accuracyUnseen: { label: 'Accuracy on the unseen task', unit: '', digits: 4 },
    threshold: { label: 'Smallest λ with loss 2 at most 0.05', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'One task, one arrow: task 2 is at chance.',
      notes:
        'The model is the start plus the update of task 1, and nothing else. Task 1 has loss 0. For task 2 the scores sit at zero, half of them on either side: its pattern is at a right angle to everything that was learned.',
      at: { coefficient: 0, correlation: 0 },
    },
    {
      says: 'Add it: two tasks, no training.',
      notes:
        'The two updates are added, entry by entry; nothing is trained any more. Both losses are 0. Take the coefficient slowly from 0 to 1 and watch the second row of scores travel to the right of 1.',
      at: { coefficient: 1, correlation: 0 },
      claim: 'c1',
      predict: {
        question: 'Two networks were tuned apart. What does the sum of their updates do?',
        options: ['Both tasks', 'Half of each', 'Neither: the network is not linear'],
        answer: 0,
        because:
          'The updates live along different directions of the same neurons, so that each task reads its own part. The network is not linear, but what it learned is nearly disjoint.',
      },
    },
    {
      says: 'Turn the patterns towards each other: aligned tasks need less, one minus alpha.',
      notes:
        'At a correlation of 0.6 the first update already does 0.6 of the second task’s work. The dashed line is 1 − α, from the paper; the dark region, measured, begins a little to its left. Drag the point along the line.',
      at: { correlation: 0.6, coefficient: 0.4 },
      claim: 'c1',
    },
    {
      says: 'Negate: forget task 2, keep task 1.',
      notes:
        'The second update is subtracted at half strength. Every score of task 2 is now on the wrong side, every score of task 1 still on the right one, though no longer beyond the margin: its loss is 0.15, not 0.',
      at: { correlation: 0, coefficient: -0.5, map: 'unlearning' },
      claim: 'c2',
      predict: {
        question: 'We subtract half of the second update. What happens to task 1?',
        options: ['It is forgotten too', 'It keeps its accuracy but loses some margin', 'Nothing at all'],
        answer: 1,
        because:
          'Accuracy stays at 1, while the loss rises to about 0.15: the subtracted update also takes from the attention that task 1 relies on.',
      },
    },
    {
      says: 'Contradictory tasks are the easiest to take apart.',
      notes:
        'Now the patterns point away from each other. Task 2 is wrong before anything is subtracted, and the negation helps task 1 instead of hurting it: its loss is smaller than it was at a right angle.',
      at: { correlation: -0.4, coefficient: -0.5, map: 'unlearning' },
      claim: 'c2',
    },
    {
      says: 'Signs follow the geometry, but a negated update is a weaker tool than a positive one.',
      notes:
        'The unseen task’s pattern is 0.6 of μ₁ and −0.6 of μ₂. With coefficients (1, −1) the inner product with γ is 1.2, and yet the loss stays near 0.4: the second of the paper’s sums, of λγ², is 0. Raise λ₁ to 1.5.',
      at: { tab: 'unseen', gamma1: 0.6, gamma2: -0.6, lambda1: 1, lambda2: -1 },
      claim: 'c3',
    },
  ],
  misconceptions: [
    {
      belief: 'Adding task vectors averages the two models’ answers.',
      instead:
        'Weights are added, not answers; the network between them is not linear. The picture is a new forward pass of the edited weights for every point of the map.',
    },
    {
      belief: 'Subtracting a task’s update takes the model back to chance on it.',
      instead:
        'It goes past chance: at λ = −0.5 every answer on task 2 is wrong. Reversed is not forgotten; an accuracy of 0 tells as much about the pattern as an accuracy of 1.',
    },
    {
      belief: 'One task is one direction, so rank 1 must be enough.',
      instead:
        'ΔV has two singular values of nearly the same size, one for the positive neurons and one for the negative. Rank 1 keeps the signs right but a third of the loss comes back.',
    },
  ],
});
