/** Fundamental Limits of Prompt Tuning Transformers: Universality, Capacity and Efficiency. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 2,
  paper: {
    title: 'Fundamental Limits of Prompt Tuning Transformers: Universality, Capacity and Efficiency',
    authors: ['Jerry Yao-Chieh Hu', 'Wei-Po Wang', 'Ammar Gilani', 'Chenyang Li', 'Zhao Song', 'Han Liu'],
    year: 2025,
    venue: 'ICLR 2025',
    arxiv: '2411.16525',
    code: null,
  },
  theme: 'attention-icl',
  title: 'The prompt is a lookup table',
  sentence:
    'A frozen one-head transformer can compute anything you write into its prompt, at an exponential price in prompt tokens.',
});
