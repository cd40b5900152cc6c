/** Nonparametric Modern Hopfield Models. */
import { choice, indices, integer, points, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 15,
  paper: {
    title: 'Nonparametric Modern Hopfield Models',
    authors: ['Jerry Yao-Chieh Hu', 'Bo-Yu Chen', 'Dennis Wu', 'Feng Ruan', 'Han Liu'],
    year: 2025,
    venue: 'ICML 2025',
    arxiv: '2404.03900',
    code: 'MAGICS-LAB/NonparametricHopfield',
  },
  theme: 'memory',
  title: 'Recall as regression',
  sentence:
    'Recalling a memory is regression; keep only some training pairs and you get sparse, fast associative memories.',
  seed: 0,
  controls: {
    view: choice({
      label: 'View',
      help: 'the plane of memories; covered images; what a step costs; how many memories fit',
      initial: 'plane',
      options: ['plane', 'images', 'cost', 'capacity'],
      live: true,
    }),
    model: choice({
      label: 'Model',
      help: 'which memories answer, and with which kernel: all, a random K, the K best, or all through features',
      initial: 'dense',
      options: ['dense', 'mask', 'top-K', 'linear', 'PRF'],
      labels: { mask: 'random mask', PRF: 'random features' },
      live: true,
    }),
    inverseTemperature: range({
      label: 'Inverse temperature',
      symbol: '\\beta',
      alias: 'beta',
      help: 'how sharply a query prefers the memory that is most like it',
      initial: 20,
      min: 0.25,
      max: 80,
      log: true,
      live: true,
    }),
    kept: integer({
      label: 'Memories kept',
      symbol: 'K',
      alias: 'k',
      help: 'size of the random mask, and K of top-K',
      initial: 4,
      min: 1,
      max: 64,
      live: true,
    }),
    tube: range({
      label: 'Tube of the regression',
      symbol: '\\varepsilon',
      alias: 'epsilon',
      help: 'residuals up to this size cost nothing; pairs inside the tube need no multiplier',
      initial: 0,
      min: 0,
      max: 0.3,
      step: 0.01,
      live: true,
    }),
    dimension: choice({
      label: 'Regression in',
      symbol: 'd',
      help: 'the pairs of the plane, or twelve random memories in 16 dimensions',
      initial: 2,
      options: [2, 16],
      labels: { 2: 'the plane', 16: '16 dimensions' },
      live: true,
    }),
    features: integer({
      label: 'Random features',
      symbol: 'D_f',
      help: 'how many random features stand for the kernel',
      initial: 256,
      min: 16,
      max: 1024,
      log: true,
      live: true,
    }),
    orthogonal: toggle({
      label: 'Orthogonal features',
      help: 'random features in blocks of orthogonal directions: the same on average, with less variance',
      initial: true,
      live: true,
    }),
    noise: range({
      label: 'Query noise',
      symbol: '\\sigma',
      help: 'a query is a memory plus normal noise of size σ/√d per coordinate',
      initial: 0.5,
      min: 0,
      max: 1.5,
      step: 0.05,
      live: true,
    }),
    image: integer({
      label: 'Texture',
      help: 'which of the 64 textures is shown covered and restored',
      initial: 1,
      min: 1,
      max: 64,
      live: true,
      only: { view: 'images' },
    }),
    moved: points({
      label: 'Moved memories',
      help: 'memories that were dragged, at most 1.3 from the centre',
      dimensions: 2,
      max: 12,
      live: true,
      place: 'view',
    }),
    flipped: indices({
      label: 'Memories taken out or in',
      help: 'memories whose part in the regression was changed by hand',
      max: 12,
      live: true,
      place: 'view',
    }),
    marble: points({
      label: 'Marble',
      help: 'where the marble is dropped',
      dimensions: 2,
      max: 1,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    stored: { label: 'Stored memories', unit: '', digits: 3 },
    recalled: { label: 'Recalled from noise', unit: '', digits: 3 },
    expectedWells: { label: 'Wells that theory expects', unit: '', digits: 3 },
    fixedPoints: { label: 'Fixed points found', unit: '', digits: 3 },
    lastStep: { label: 'Largest last step', unit: '', digits: 2 },
    energyRise: { label: 'Largest rise of the energy', unit: '', digits: 2 },
    residual: { label: 'Largest residual', unit: '', digits: 4 },
    coefficientError: { label: '‖c − ξ‖/‖ξ‖', unit: '', digits: 3 },
    mixing: { label: '‖P − I‖/‖I‖', unit: '', digits: 3 },
    denseGap: { label: 'Largest ‖f − dense update‖', unit: '', digits: 3 },
    zeros: { label: 'Share of zero multipliers', unit: '', digits: 3 },
    errorDense: { label: 'Mean image error, dense', unit: '', digits: 3 },
    errorMask: { label: 'Mean image error, mask', unit: '', digits: 3 },
    errorTopK: { label: 'Mean image error, top-K', unit: '', digits: 3 },
    errorLinear: { label: 'Mean image error, linear', unit: '', digits: 3 },
    errorPrf: { label: 'Mean image error, random features', unit: '', digits: 3 },
    attentionGap: { label: 'Largest difference from attention', unit: '', digits: 2 },
    denseSlope: { label: 'Exponent of the cost, dense', unit: '', digits: 3 },
    maskSlope: { label: 'Exponent of the cost, mask', unit: '', digits: 3 },
    capacitySlopeDense: { label: 'Slope of ln M, dense', unit: '', digits: 3 },
    capacitySlopeTopK: { label: 'Slope of ln M, top-K', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'Every memory is a well, and a marble rolls to the nearest one.',
      notes:
        'Drag a memory: its well follows, because nothing was trained — the memories are the model. The dark hollows are low energy. The marble takes T(x), a weighted mean of the memories, again and again; drag it too. Red links join memories that are closer than βΔ = 2 and share one well.',
      at: {
        view: 'plane',
        model: 'dense',
        inverseTemperature: 20,
        kept: 4,
      },
      claim: 'c4',
    },
    {
      says: 'At β = 10 neighbours melt together.',
      notes:
        'The same twelve memories, half the inverse temperature: most neighbours are now closer than βΔ = 2, and only a few memories are stored. The remedy that everybody knows is a larger β. The next step has another.',
      at: {
        view: 'plane',
        model: 'dense',
        inverseTemperature: 10,
        kept: 3,
      },
      predict: {
        question: 'β stays at 10. Which change brings most memories back?',
        options: [
          'Let only the three best matches answer (top-3)',
          'Use 1,024 random features',
          'Use the linear kernel',
        ],
        answer: 0,
        because:
          'What melts wells is the pull of all the others. Top-3 leaves nine of them out of every answer, with the rest renormalised; features approximate the same melted softmax, and the linear kernel is flatter still.',
      },
    },
    {
      says: 'Top-3 brings them back: with fewer answers, every memory has its well.',
      notes:
        'Same β. The landscape is now a patchwork: within each patch the same three memories answer. The energy is still a maximum of convex functions away from ½‖x‖², so it never rises, although nobody derived the update from it. The error bound has 2(K − 1) in place of 2(M − 1).',
      at: {
        view: 'plane',
        model: 'top-K',
        inverseTemperature: 10,
        kept: 3,
      },
      claim: 'c4',
    },
    {
      says: 'Recall is regression: the fitted coefficients overshoot at small β, and land on the memories at large β.',
      notes:
        'The squares are coefficients that a support vector regression has found; nobody set them. At β = 5 they lie off the memories, because the regression must undo the mixing of the softmax: two close memories push their coefficients apart. Raise β slowly to 40: they move onto the memories, and the fitted model becomes the dense update. Then raise ε: coordinates inside the tube lose their multipliers.',
      at: {
        view: 'plane',
        model: 'dense',
        inverseTemperature: 5,
        kept: 4,
        tube: 0,
        dimension: 2,
      },
      claim: 'c2',
    },
    {
      says: 'Leave half of the pairs out, and their wells are gone; the others keep theirs.',
      notes:
        'Click a hollow memory to bring it back, a filled one to take it out. The mask is drawn once per seed: redrawn at every step it would never come to rest. What is left out is lost (the marble rolls past it), what is kept is kept, at half the cost.',
      at: {
        view: 'plane',
        model: 'mask',
        inverseTemperature: 40,
        kept: 6,
      },
      claim: 'c6',
    },
    {
      says: 'Half an image is covered: top-4 restores it better than dense.',
      notes:
        'One step at β = 10. The visible half is enough to say which texture it is, so top-1 is perfect; dense retrieval mixes in a little of all 64. A random mask of four knows four textures and no other. The linear kernel returns the mean of all textures whatever it is asked.',
      at: { view: 'images', inverseTemperature: 10, kept: 4, noise: 0, image: 1 },
      claim: 'c6',
      predict: {
        question: 'Which model will be nearest to the covered texture after one step?',
        options: [
          'Dense: it uses all the information',
          'Top-4: it listens to four',
          'Linear: it is the fastest',
        ],
        answer: 1,
        because:
          'The distance of T(x) from the memory is the weight that goes to wrong memories. Dense gives some to each of 63, top-4 to three; the mean error falls from 0.40 to about 0.17.',
      },
    },
    {
      says: 'A fixed mask and features grow with L alone, dense with L²; and top-K, found by brute force, still scores every pair.',
      notes:
        'Slopes of the counted multiplications: 2 for dense and top-K, 1 for mask, linear and random features. Milliseconds are measured on this device and carry its overheads. Then look at the panel below: the error of random features falls like one over the square root of their number at β = 0.5, and hardly at β = 10. Cheap is not free.',
      at: { view: 'cost', inverseTemperature: 10 },
      claim: 'c3',
    },
    {
      says: 'Capacity grows exponentially with the dimension, and faster for top-8 than for dense.',
      notes:
        'The axis of M is logarithmic. Random memories, 95% of which must be stored: a straight line is exponential growth.',
      at: { view: 'capacity', inverseTemperature: 10, kept: 8, noise: 0 },
      claim: 'c5',
    },
  ],
  misconceptions: [
    {
      belief: 'A sparse model computes the softmax and then drops the small weights.',
      instead:
        'It leaves memories out before the softmax: the rest is renormalised and sums to one, and nothing is computed for the others. Dropping weights afterwards costs as much as dense and returns shrunken memories.',
    },
    {
      belief: 'Using fewer memories must make recall worse.',
      instead:
        'Only for memories that are left out. For one that is kept, every other memory is a disturbance: the error bound falls from 2(M − 1) exp(−βΔ) to 2(K − 1) exp(−βΔ).',
    },
    {
      belief: 'The memories are the coefficients of the regression by definition.',
      instead:
        'They are its limit. The solver finds other coefficients at small β, where the softmax mixes neighbours, and the difference vanishes like exp(−βΔ).',
    },
    {
      belief:
        'More random features make the approximation as good as one likes, with error one over their square root.',
      instead:
        'So it is at small β. At β = 10 the weights are heavy-tailed, and going from 16 to 1,024 features does not even halve the error.',
    },
  ],
});
