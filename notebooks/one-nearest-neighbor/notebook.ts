/** One-Layer Transformer Provably Learns One-Nearest Neighbor In Context. */
import { choice, integer, points, range } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 4,
  paper: {
    title: 'One-Layer Transformer Provably Learns One-Nearest Neighbor In Context',
    authors: [
      'Zihao Li',
      'Yuan Cao',
      'Cheng Gao',
      'Yihan He',
      'Han Liu',
      'Jason M. Klusowski',
      'Jianqing Fan',
      'Mengdi Wang',
    ],
    year: 2024,
    venue: 'NeurIPS 2024 (vol. 37)',
    arxiv: '2411.10830',
    code: null,
  },
  theme: 'attention-icl',
  title: 'Attention becomes nearest neighbour',
  sentence:
    'Gradient descent turns one softmax attention layer into a nearest-neighbour classifier; watch attention snap onto the closest point.',
  seed: 0,
  later: ['nn_step', 'nn_fullstep'],
  controls: {
    step: range({
      only: { attention: 'softmax' },
      label: 'Training step',
      symbol: 't',
      help: 'shows the layer as it was after this many steps of gradient descent (full W: 600 at most)',
      min: 0,
      max: 2000,
      log: true,
      integer: true,
      initial: 2000,
      live: true,
    }),
    dimension: choice({
      label: 'Dimension',
      symbol: 'd',
      help: 'a circle, a sphere, or a sphere through the query in more dimensions',
      options: [2, 3, 5, 8],
      labels: { 2: '2 (circle)', 3: '3 (sphere)' },
      initial: 3,
    }),
    points: integer({
      label: 'Points in the prompt',
      symbol: 'N',
      help: 'how many labelled points the prompt holds',
      min: 3,
      max: 30,
      initial: 10,
    }),
    maskStart: range({
      only: { attention: 'softmax' },
      label: 'Mask at the start',
      symbol: '\\sigma',
      help: 'how strongly the query is kept from attending to itself before training',
      min: 0,
      max: 6,
      step: 0.1,
      initial: 3,
    }),
    attention: choice({
      label: 'Attention',
      help: 'linear: the same layer without the softmax, at its best scale',
      options: ['softmax', 'linear'],
      initial: 'softmax',
    }),
    training: choice({
      only: { attention: 'softmax' },
      label: 'What is trained',
      symbol: 'W',
      help: 'the two numbers that symmetry leaves, or all of W by stochastic gradient descent',
      options: ['reduced', 'full'],
      labels: { reduced: 'two numbers ξ', full: 'all of W' },
      initial: 'reduced',
    }),
    testSet: choice({
      label: 'Test prompts',
      help: 'fresh prompts like those of training, or points crowded round a pole with labels by hemisphere',
      options: ['uniform', 'shifted'],
      initial: 'uniform',
      live: true,
    }),
    longitude: range({
      label: 'Longitude of the eye',
      help: 'turns the sphere',
      min: -180,
      max: 180,
      step: 0.5,
      unit: '°',
      initial: -62,
      live: true,
      place: 'view',
    }),
    latitude: range({
      label: 'Latitude of the eye',
      help: 'tilts the sphere',
      min: -90,
      max: 90,
      step: 0.5,
      unit: '°',
      initial: 12,
      live: true,
      place: 'view',
    }),
    moved: points({
      label: 'Moved points',
      help: 'points that were dragged; number 30 is the query',
      dimensions: 3,
      max: 31,
      live: true,
      place: 'view',
    }),
    layer: points({
      label: 'Chosen layer',
      help: 'a layer (ξ₁, ξ₂) chosen on the loss landscape in the place of a trained one',
      dimensions: 2,
      max: 1,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    agreement: { label: 'Agreement with the nearest neighbour, fresh prompts', unit: '', digits: 4 },
    testLoss: { label: 'Loss on fresh prompts', unit: '', digits: 3 },
    loss: { label: 'Training loss L', unit: '', digits: 3 },
    xi1: { label: 'Key–query scale ξ₁', unit: '', digits: 3 },
    xi2: { label: 'Self-suppression ξ₂', unit: '', digits: 3 },
    neighbour: { label: 'Attention on the nearest point, mean', unit: '', digits: 3 },
    self: { label: 'Attention on the query itself, mean', unit: '', digits: 3 },
    offDiagonal: { label: 'Largest off-diagonal of W / mean diagonal', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'At the start attention is an average.',
      notes:
        'W is zero except for the mask entry, so every point gets the same weight and the output is the majority of the labels, the same grey everywhere. Nothing on the sphere depends on where the query stands. Ask what a single matrix would have to learn for that to change.',
      at: { step: 0 },
      predict: {
        question: 'Before training, how often does the sign of the output agree with the nearest neighbour?',
        options: ['never', 'about half of the time', 'about nine times in ten'],
        answer: 1,
        because:
          'All points weigh the same, and the labels are independent of position: the nearest label is one vote among ten, and a tied vote decides nothing.',
      },
    },
    {
      says: 'Twenty steps are enough for the sign.',
      notes:
        'The tiles are already the right ones, only their edges are soft. Sign agreement is a forgiving measure; the loss is still several times larger than it will be. Drag the query over an edge and watch the bars trade places slowly.',
      at: { step: 20 },
    },
    {
      says: 'It becomes Voronoi.',
      notes:
        'The dashed lines are the true cell edges, computed from the points and nothing else; the colours come out of the trained layer. Drag a point: the layer was trained on other prompts and follows at once, since the algorithm is in W and the data is in the prompt.',
      at: { step: 2000 },
      claim: 'c2',
    },
    {
      says: 'The landscape is not convex, but the path through it is easy.',
      notes:
        'In the hatched half of the plane the Hessian has a negative eigenvalue. The path starts inside it, leaves it with the first step, and from then on lifts scale and self-suppression together along one long valley, ever slower: the scale grows like the cube root of time. Click anywhere to see what that layer does.',
      at: { step: 2000 },
      figure: 'nearest-neighbor-landscape',
      claim: 'c1',
      predict: {
        question: 'Every doubling of the training time lowers the loss by about …',
        options: ['half', 'a fifth', 'nothing after a while'],
        answer: 1,
        because:
          'The loss falls like t to the power −1/3, and 2 to the power −1/3 is 0.79. Only prompts in which two points are nearly tied still cost anything, and they become rarer only as the scale grows.',
      },
    },
    {
      says: 'Without softmax it cannot.',
      notes:
        'Linear attention at its best possible scale adds up one hemisphere per point, and ten hemispheres cannot make tiles. No amount of training helps, since the only number there is to train is already at its optimum.',
      at: { attention: 'linear' },
      claim: 'c4',
    },
  ],
  misconceptions: [
    {
      belief: 'The network has memorised where the points are.',
      instead:
        'W holds no points. Drag one, or take another seed: the same few numbers make the new tiling at once.',
    },
    {
      belief: 'A nonconvex loss means that gradient descent may get stuck here.',
      instead:
        'Nonconvexity is a statement about some places. The path even starts in the hatched region, leaves it with the first step, and descends at every one of the 2,000.',
    },
    {
      belief: 'Right answers mean that training is over.',
      instead:
        'After twenty steps the sign is right on more than 95% of fresh prompts, while the loss is still four times what it becomes.',
    },
    {
      belief: 'The query’s attention to its own token is a detail.',
      instead:
        'The query is its own most similar token. Unless ξ₂ keeps up with ξ₁, it attends to itself and the output shrinks; choose a layer low in the landscape to see it.',
    },
  ],
});
