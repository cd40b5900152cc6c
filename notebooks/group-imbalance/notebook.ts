/** How does promoting the minority fraction affect generalization? A theoretical study of the one-hidden-layer neural network on group imbalance. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 30,
  paper: {
    title:
      'How does promoting the minority fraction affect generalization? A theoretical study of the one-hidden-layer neural network on group imbalance',
    authors: ['Hongkang Li', 'Shuai Zhang', 'Yihua Zhang', 'Meng Wang', 'Sijia Liu', 'Pin-Yu Chen'],
    year: 2024,
    venue: 'IEEE Journal of Selected Topics in Signal Processing 18(2)',
    arxiv: '2403.07310',
    code: null,
  },
  theme: 'generalization',
  title: 'More minority data, worse minority?',
  sentence:
    'Watch a tiny network learn from two groups of data and see when adding minority samples makes the minority worse.',
});
