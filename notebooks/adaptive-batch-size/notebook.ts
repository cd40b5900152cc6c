/** Adaptive Batch Size Schedules for Distributed Training of Language Models with Data and Model Parallelism. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 17,
  paper: {
    title:
      'Adaptive Batch Size Schedules for Distributed Training of Language Models with Data and Model Parallelism',
    authors: ['Tim Tsz-Kit Lau', 'Weijian Li', 'Chenwei Xu', 'Han Liu', 'Mladen Kolar'],
    year: 2025,
    venue: 'Conference on Parsimony and Learning 2025 (PMLR 280)',
    arxiv: '2412.21124',
    code: null,
  },
  theme: 'systems',
  title: 'Grow the batch when workers disagree',
  sentence:
    'Let the gradients say how many samples they need: four workers compare notes and grow the batch only when they disagree too much.',
});
