/** Provably Transformers Harness Multi-Concept Word Semantics for Efficient In-Context Learning. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 39,
  paper: {
    title: 'Provably Transformers Harness Multi-Concept Word Semantics for Efficient In-Context Learning',
    authors: [
      'Dake Bu',
      'Wei Huang',
      'Andi Han',
      'Atsushi Nitanda',
      'Taiji Suzuki',
      'Qingfu Zhang',
      'Hau-San Wong',
    ],
    year: 2024,
    venue: 'NeurIPS 2024 (vol. 37)',
    arxiv: '2411.02199',
    code: null,
  },
  theme: 'attention-icl',
  title: 'Concepts, attention and new mixtures',
  sentence:
    'Words carry several concepts at once; training teaches attention to compare only what differs, so brand-new concept mixes just work.',
});
