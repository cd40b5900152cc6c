/** Quantifying Memory Utilization with Effective State-Size. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 32,
  paper: {
    title: 'Quantifying Memory Utilization with Effective State-Size',
    authors: [
      'Rom N. Parnichkun',
      'Neehal Tumma',
      'Armin W. Thomas',
      'Alessandro Moro',
      'Qi An',
      'Taiji Suzuki',
      'Atsushi Yamashita',
      'Michael Poli',
      'Stefano Massaroli',
    ],
    year: 2025,
    venue: 'ICML 2025',
    arxiv: '2504.19561',
    code: null,
  },
  theme: 'memory',
  title: 'The rank of remembering',
  sentence:
    'How much of its memory does a sequence model really use? The rank of one block of its operator tells, token by token.',
});
