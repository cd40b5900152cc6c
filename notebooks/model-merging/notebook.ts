/** Merging Smarter, Generalizing Better: Enhancing Model Merging on OOD Data. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 25,
  paper: {
    title: 'Merging Smarter, Generalizing Better: Enhancing Model Merging on OOD Data',
    authors: [
      'Bingjie Zhang',
      'Hongkang Li',
      'Changlong Shi',
      'Guowei Rong',
      'He Zhao',
      'Dongsheng Wang',
      'Dandan Guo',
      'Meng Wang',
    ],
    year: 2025,
    venue: 'arXiv preprint',
    arxiv: '2506.09093',
    code: null,
  },
  theme: 'editing',
  title: 'Prune the task vectors, keep the rest',
  sentence:
    'Merge four fine-tuned models into one, then prune the merge layer by layer so it stops forgetting everything else.',
});
