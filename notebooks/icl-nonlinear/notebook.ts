/** How Do Nonlinear Transformers Learn and Generalize in In-Context Learning?. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 31,
  paper: {
    title: 'How Do Nonlinear Transformers Learn and Generalize in In-Context Learning?',
    authors: ['Hongkang Li', 'Meng Wang', 'Songtao Lu', 'Xiaodong Cui', 'Pin-Yu Chen'],
    year: 2024,
    venue: 'ICML 2024 (PMLR 235)',
    arxiv: '2402.15607',
    code: null,
  },
  theme: 'attention-icl',
  title: 'How a nonlinear transformer learns ICL',
  sentence:
    'Train a tiny softmax-ReLU transformer on 6 tasks and see why it solves 24 others, and which neurons you may cut.',
});
