/** Transformers Simulate MLE for Sequence Generation in Bayesian Networks. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 16,
  paper: {
    title: 'Transformers Simulate MLE for Sequence Generation in Bayesian Networks',
    authors: ['Yuan Cao', 'Yihan He', 'Dennis Wu', 'Hong-Yu Chen', 'Jianqing Fan', 'Han Liu'],
    year: 2025,
    venue: 'arXiv preprint',
    arxiv: '2501.02547',
    code: 'GitHub: Hibb-bb/JASACODE',
  },
  theme: 'attention-icl',
  title: 'Attention that reads a Bayesian network',
  sentence:
    'One attention layer learns which variables cause which, counts matching examples in its prompt, and writes new samples from them.',
});
