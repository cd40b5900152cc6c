/** Propagation of Chaos for Mean-Field Langevin Dynamics and its Application to Model Ensemble. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 34,
  paper: {
    title: 'Propagation of Chaos for Mean-Field Langevin Dynamics and its Application to Model Ensemble',
    authors: ['Atsushi Nitanda', 'Anzelle Lee', 'Damian Tan Xing Kai', 'Mizuki Sakaguchi', 'Taiji Suzuki'],
    year: 2025,
    venue: 'ICML 2025',
    arxiv: '2502.05784',
    code: null,
  },
  theme: 'optimization',
  title: 'Finite neurons versus the infinite network',
  sentence:
    'Train a small noisy network and the infinite one side by side: the gap is a constant over the number of neurons, and it does not blow up as noise shrinks.',
});
