/** Global Convergence in Training Large-Scale Transformers. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 8,
  paper: {
    title: 'Global Convergence in Training Large-Scale Transformers',
    authors: [
      'Cheng Gao',
      'Yuan Cao',
      'Zihao Li',
      'Yihan He',
      'Mengdi Wang',
      'Han Liu',
      'Jason M. Klusowski',
      'Jianqing Fan',
    ],
    year: 2024,
    venue: 'NeurIPS 2024',
    arxiv: '2410.23610',
    code: null,
  },
  theme: 'optimization',
  title: 'Infinitely wide, infinitely deep',
  sentence:
    "Add heads and layers and a Transformer's training stops depending on luck: every run follows one limiting curve to zero loss.",
});
