/** Provably Optimal Memory Capacity for Modern Hopfield Models: Transformer-Compatible Dense Associative Memories as Spherical Codes. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
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
});
