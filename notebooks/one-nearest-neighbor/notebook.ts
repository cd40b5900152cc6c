/** One-Layer Transformer Provably Learns One-Nearest Neighbor In Context. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 4,
  paper: {
    title: 'One-Layer Transformer Provably Learns One-Nearest Neighbor In Context',
    authors: [
      'Zihao Li',
      'Yuan Cao',
      'Cheng Gao',
      'Yihan He',
      'Han Liu',
      'Jason M. Klusowski',
      'Jianqing Fan',
      'Mengdi Wang',
    ],
    year: 2024,
    venue: 'NeurIPS 2024 (vol. 37)',
    arxiv: '2411.10830',
    code: null,
  },
  theme: 'attention-icl',
  title: 'Attention becomes nearest neighbour',
  sentence:
    'Gradient descent turns one softmax attention layer into a nearest-neighbour classifier; watch attention snap onto the closest point.',
});
