/** Learning on Transformers is Provable Low-Rank and Sparse: A One-layer Analysis. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 28,
  paper: {
    title: 'Learning on Transformers is Provable Low-Rank and Sparse: A One-layer Analysis',
    authors: ['Hongkang Li', 'Meng Wang', 'Shuai Zhang', 'Sijia Liu', 'Pin-Yu Chen'],
    year: 2024,
    venue: 'IEEE SAM 2024',
    arxiv: '2406.17167',
    code: null,
  },
  theme: 'efficiency',
  title: 'Why fine-tuning is low-rank',
  sentence:
    'Train a tiny transformer and see its weight updates have exactly as many directions as there are patterns that matter.',
});
