/** In-Context Deep Learning via Transformer Models. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 3,
  paper: {
    title: 'In-Context Deep Learning via Transformer Models',
    authors: ['Weimin Wu', 'Maojiang Su', 'Jerry Yao-Chieh Hu', 'Zhao Song', 'Han Liu'],
    year: 2025,
    venue: 'ICML 2025 (PMLR 267)',
    arxiv: '2411.16549',
    code: null,
  },
  theme: 'attention-icl',
  title: 'The transformer that trains a network',
  sentence:
    'A transformer whose fixed weights train another neural network, one gradient step every 2N+4 layers, just by reading the data.',
});
