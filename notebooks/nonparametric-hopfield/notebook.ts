/** Nonparametric Modern Hopfield Models. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
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
});
