/** Provably Optimal Memory Capacity for Modern Hopfield Models: Transformer-Compatible Dense Associative Memories as Spherical Codes. */
import { choice, indices, integer, points, range } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 9,
  paper: {
    title:
      'Provably Optimal Memory Capacity for Modern Hopfield Models: Transformer-Compatible Dense Associative Memories as Spherical Codes',
    authors: ['Jerry Yao-Chieh Hu', 'Dennis Wu', 'Han Liu'],
    year: 2024,
    venue: 'NeurIPS 2024',
    arxiv: '2410.23126',
    code: 'MAGICS-LAB/Optimal-Hopfield-Memory',
  },
  theme: 'memory',
  title: 'Memories want to be far apart',
  sentence:
    'A Hopfield memory holds the most when its memories spread out on a sphere like an optimal code; drag them and watch basins merge.',
  seed: 0,
  controls: {
    featureMap: choice({
      label: 'Feature map',
      symbol: '\\Phi',
      help: 'random; learned by U-Hop+; or an exact spherical code (4, 6 and 12 letters on the globe, any number on the circle)',
      initial: 'random',
      options: ['random', 'U-Hop+', 'exact'],
      labels: { random: 'random', 'U-Hop+': 'learn (U-Hop+)', exact: 'exact code' },
    }),
    inverseTemperature: range({
      label: 'Inverse temperature',
      symbol: '\\beta',
      alias: 'beta',
      help: 'how sharply a query prefers its nearest memory: how deep the wells are',
      initial: 10,
      min: 1,
      max: 60,
      log: true,
      live: true,
    }),
    memories: integer({
      label: 'Memories',
      symbol: 'M',
      help: 'letters to store, from A on',
      initial: 12,
      min: 2,
      max: 24,
    }),
    featureDimension: choice({
      label: 'Feature dimension',
      symbol: 'D',
      help: 'where the features live: a circle, a globe, or a sphere that can only be charted',
      initial: 3,
      options: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
      labels: { 2: '2, a circle', 3: '3, a globe' },
    }),
    tauEnd: range({
      label: 'Last training temperature',
      symbol: '\\tau',
      help: 'small: only the closest pair counts; large: all pairs do, on average',
      initial: 0.02,
      min: 0.02,
      max: 1,
      log: true,
    }),
    query: choice({
      label: 'Letter to recall',
      help: 'a noisy copy of this letter is dropped on the landscape',
      initial: 'A',
      options: [...'ABCDEFGHIJKLMNOPQRSTUVWX'],
      live: true,
    }),
    pixelNoise: integer({
      label: 'Flipped pixels',
      symbol: 'r',
      help: 'how many random pixels of that letter are wrong',
      initial: 1,
      min: 0,
      max: 8,
      live: true,
    }),
    layer: choice({
      label: 'Layer',
      help: 'the energy E, the basins (which memory a point settles on), or the flow T(y) − y',
      initial: 'energy',
      options: ['energy', 'basins', 'flow'],
      live: true,
    }),
    study: choice({
      label: 'Chart',
      help: 'what the last chart measures',
      initial: 'codes',
      options: ['codes', 'dimension', 'rate', 'merging', 'recall'],
      labels: {
        codes: 'capacity in D dimensions',
        dimension: 'dimensions for M memories',
        rate: 'rate of the descent',
        merging: 'two wells becoming one',
        recall: 'recall of noisy letters',
      },
      live: true,
    }),
    longitude: range({
      label: 'Longitude of the camera',
      help: 'turns the globe',
      initial: 60,
      min: -180,
      max: 180,
      step: 0.5,
      live: true,
      place: 'view',
    }),
    latitude: range({
      label: 'Latitude of the camera',
      help: 'tips the globe',
      initial: 20,
      min: -90,
      max: 90,
      step: 0.5,
      live: true,
      place: 'view',
    }),
    pins: points({
      label: 'Moved letters',
      help: 'directions in feature space to which letters were dragged, through the feature map',
      dimensions: 3,
      max: 24,
      live: true,
      place: 'view',
    }),
    drawn: indices({
      label: 'Pixels drawn by hand',
      help: 'pixels of the noisy letter that were flipped by hand',
      max: 35,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    stored: { label: 'Stored memories', unit: '', digits: 3 },
    fraction: { label: 'Stored fraction', unit: '', digits: 3 },
    angle: { label: 'Smallest angle', unit: '°', digits: 4 },
    optimality: { label: 'Share of the best angle', unit: '', digits: 4 },
    separation: { label: 'Smallest separation Δ', unit: '', digits: 3 },
    ratio: { label: 'βΔ of the closest pair', unit: '', digits: 3 },
    metastable: { label: 'Memories mixed at a fixed point', unit: '', digits: 3 },
    crowded: { label: 'Pairs with βΔ < 2', unit: '', digits: 3 },
    confidence: { label: 'Weight of the right letter', unit: '', digits: 3 },
    smallestBasin: { label: 'Smallest basin share', unit: '', digits: 3 },
    largestBasin: { label: 'Largest basin share', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'Twelve letters, mapped at random onto a globe, crowd together: hardly one can be recalled.',
      notes:
        'The dark hollow is where the memories are. Red links join pairs with βΔ < 2: too close to have a well each. Letters share strokes (their cosines go up to 0.77), and a random map inherits that. Ask the class to count the separate hollows before you read out the number.',
      at: {
        featureMap: 'random',
        memories: 12,
        featureDimension: 3,
        inverseTemperature: 10,
        layer: 'energy',
        pins: [],
      },
      predict: {
        question:
          'The feature map may be learned. What should it do with the twelve letters to store them all?',
        options: [
          'Group letters that look alike',
          'Push every pair of letters as far apart as the closest pair allows',
          'Spread the letters evenly along a great circle',
        ],
        answer: 1,
        because:
          'A memory is lost to its closest neighbour, so the smallest separation counts. Making it as large as possible is the problem of spherical codes; for twelve points on a globe the answer is the icosahedron.',
      },
    },
    {
      says: 'Learn: U-Hop+ spreads the letters into an icosahedron, and all twelve are stored.',
      notes:
        'Nobody told the loss about icosahedra: it only pushes pairs apart, the close ones hardest as τ falls. Five restarts run side by side (ticks on the gauge); one alone often ends at 0.9 to 0.99 of the best angle, the best of five is within 0.1%. The gauge’s dashed line is the proven optimum, 63.43°.',
      at: {
        featureMap: 'U-Hop+',
        memories: 12,
        featureDimension: 3,
        inverseTemperature: 10,
        layer: 'basins',
        pins: [],
      },
      claim: 'c1',
    },
    {
      says: 'Drag a letter to its neighbour: at βΔ = 2 the two wells become one.',
      notes:
        'Take any pin and pull it slowly. The link turns red exactly when the theory of a lone pair says that the midpoint becomes the only well. The pin moves through W: the pseudo-inverse finds the smallest change of the feature map that puts this letter there and leaves the others.',
      at: {
        featureMap: 'U-Hop+',
        memories: 12,
        featureDimension: 3,
        inverseTemperature: 10,
        layer: 'energy',
        study: 'merging',
        pins: [],
      },
      claim: 'c5',
      predict: {
        question: 'β = 10. At which angle between two memories do their wells merge?',
        options: ['About 5°', 'About 37°', 'About 63°'],
        answer: 1,
        because:
          'Two memories on their own merge at β(1 − cos θ) = 2, so cos θ = 0.8 and θ = 36.87°. With ten other memories pulling, it moves by a few per cent.',
      },
    },
    {
      says: 'Lower β below 3: even the perfect code melts into one mean state.',
      notes:
        'In D dimensions a symmetric code has its centre as a stable state as long as β < D. No arrangement helps any more: separation and sharpness are two halves of one condition.',
      at: {
        featureMap: 'U-Hop+',
        memories: 12,
        featureDimension: 3,
        inverseTemperature: 2.8,
        layer: 'flow',
        pins: [],
      },
      predict: {
        question: 'The icosahedron stays as it is and β goes down to 2.8. How many of the twelve are stored?',
        options: ['All twelve', 'About six', 'None'],
        answer: 2,
        because:
          'The wells share one symmetry, so they go together: below β = D = 3 the centre of the globe is the only place where the retrieval comes to rest nearby, and no memory has more than half of the weight.',
      },
    },
    {
      says: 'More dimensions, exponentially more memories: 240 fit into eight.',
      notes:
        'Every dot is a root system whose points are 60° apart; all are stored at β = 12. The two lines are the bounds on any code of that angle. Hollow dots are random points: as many of them are almost all lost. The axis is logarithmic, so a straight line is exponential growth.',
      at: {
        study: 'codes',
        inverseTemperature: 12,
        featureMap: 'U-Hop+',
        memories: 12,
        featureDimension: 3,
        layer: 'energy',
        pins: [],
      },
      figure: 'hopfield-study',
      claim: 'c2',
    },
  ],
  misconceptions: [
    {
      belief: 'A Hopfield network’s capacity is a property of the network.',
      instead:
        'It is a property of how the memories lie. The same dynamics at the same β keep 0 to 4 of twelve crowded letters, and all twelve when they are spread out.',
    },
    {
      belief: 'A good feature map puts similar things close together.',
      instead:
        'For storage it is the other way round: the map that keeps every letter makes the closest pair as distant as geometry allows. Such a map forgets which letters look alike.',
    },
    {
      belief: 'A larger β always helps.',
      instead:
        'It deepens wells, and a well of its own is what a memory needs. But it can’t separate two memories that share a place, and noise that crosses the border is then recalled wrongly with full confidence.',
    },
    {
      belief: 'A stored memory is recalled from any noisy copy.',
      instead:
        'Stored only means that the memory itself comes back. With 24 letters on the globe all can have wells, and yet many copies with one wrong pixel land in a neighbour’s.',
    },
  ],
});
