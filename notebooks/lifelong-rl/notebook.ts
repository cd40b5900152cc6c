/** Statistical Guarantees for Lifelong Reinforcement Learning using PAC-Bayes Theory. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 7,
  paper: {
    title: 'Statistical Guarantees for Lifelong Reinforcement Learning using PAC-Bayes Theory',
    authors: [
      'Zhi Zhang',
      'Chris Chow',
      'Yasi Zhang',
      'Yanchao Sun',
      'Haochen Zhang',
      'Eric Hanchen Jiang',
      'Han Liu',
      'Furong Huang',
      'Yuchen Cui',
      'Oscar Hernan Madrid Padilla',
    ],
    year: 2025,
    venue: 'AISTATS 2025 (PMLR 258)',
    arxiv: '2411.00401',
    code: null,
  },
  theme: 'memory',
  title: 'One world policy for a stream of tasks',
  sentence:
    'A robot meets task after task; a shared distribution over policies learns faster than starting over or chasing the last task.',
});
