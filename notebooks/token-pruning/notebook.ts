/** FTP: A Fine-grained Token-wise Pruner for Large Language Models via Token Routing. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 21,
  paper: {
    title: 'FTP: A Fine-grained Token-wise Pruner for Large Language Models via Token Routing',
    authors: [
      'Zekai Li',
      'Jintu Zheng',
      'Ji Liu',
      'Han Liu',
      'Haowei Zhu',
      'Zeping Li',
      'Fuwei Yang',
      'Haiduo Huang',
      'Jinzhang Peng',
      'Dong Li',
      'Lu Tian',
      'Emad Barsoum',
    ],
    year: 2024,
    venue: 'arXiv preprint',
    arxiv: '2412.11494',
    code: null,
  },
  theme: 'efficiency',
  title: 'Which tokens may skip?',
  sentence:
    'A tiny router decides, block by block, which tokens may skip the work; compare it with throwing whole blocks away.',
});
