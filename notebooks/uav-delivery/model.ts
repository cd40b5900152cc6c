/** The two graphs as ONNX. Neither has weights. */
import { graphRecipe, type Recipe } from '#lib/lab/recipe.ts';
import { float32, scalar } from '#lib/lab/tensor.ts';
import { BETTER, STATIONS, TIMEOUT } from './airport.ts';
import { timesOf } from './bounds.ts';
import { bound, rank, type RankInputs } from './graphs.ts';

export const recipes: Recipe[] = [
  graphRecipe({
    file: 'orders',
    computes: 'Expected arrival, expected score and ranking key of every pending order.',
    graph: (jax, now, order, flight, last, better, timeout) =>
      rank(jax, { now, order, flight, last, better, timeout } as RankInputs),
    inputs: {
      now: [],
      order: ['K', 3],
      flight: [STATIONS.length],
      last: [2],
      better: [],
      timeout: [],
    },
    outputs: ['eta', 'score', 'key'],
    golden: () => ({
      now: scalar(1800),
      order: float32([1700, 0, 9, 650, 4, 3, 420, 2, 1, 1100, 5, 6], [4, 3]),
      flight: float32([71, 80, 88, 79, 84, 76], [6]),
      last: float32([5, 1], [2]),
      better: scalar(BETTER),
      timeout: scalar(TIMEOUT),
    }),
  }),
  graphRecipe({
    file: 'bound',
    computes:
      'The bound on deliveries per hour and the resource that sets it, for a grid of fleets and staff.',
    graph: (jax, times, U, S) => bound(jax, times as never, U as never, S as never),
    inputs: { times: [8], U: ['G'], S: ['G'] },
    outputs: ['X_max', 'bottleneck'],
    golden: () => ({
      times: float32(timesOf({ scheme: 'three', landing: 30, stretch: 1 }), [8]),
      U: float32([1, 6, 12, 30], [4]),
      S: float32([1, 1, 2, 2], [4]),
    }),
  }),
];
