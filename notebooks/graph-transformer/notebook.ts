/** What Improves the Generalization of Graph Transformers? A Theoretical Dive into the Self-attention and Positional Encoding. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 29,
  paper: {
    title:
      'What Improves the Generalization of Graph Transformers? A Theoretical Dive into the Self-attention and Positional Encoding',
    authors: ['Hongkang Li', 'Meng Wang', 'Tengfei Ma', 'Sijia Liu', 'Zaixi Zhang', 'Pin-Yu Chen'],
    year: 2024,
    venue: 'ICML 2024 (PMLR 235)',
    arxiv: '2406.01977',
    code: null,
  },
  theme: 'attention-icl',
  title: 'Who should a node listen to?',
  sentence:
    'A tiny graph transformer learns live which distance on a graph to listen to, and which nodes there matter.',
});
