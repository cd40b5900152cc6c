/** Pretrained transformer efficiently learns low-dimensional target functions in-context. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 40,
  paper: {
    title: 'Pretrained transformer efficiently learns low-dimensional target functions in-context',
    authors: ['Kazusato Oko', 'Yujin Song', 'Taiji Suzuki', 'Denny Wu'],
    year: 2024,
    venue: 'NeurIPS 2024',
    arxiv: '2411.02544',
    code: null,
  },
  theme: 'attention-icl',
  title: 'The prior hidden in pretraining',
  sentence:
    'Pretraining finds the hidden subspace all tasks share, so 16 examples do what takes a direct learner hundreds.',
});
