/** Decoupled Alignment for Robust Plug-and-Play Adaptation. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 14,
  paper: {
    title: 'Decoupled Alignment for Robust Plug-and-Play Adaptation',
    authors: [
      'Haozheng Luo',
      'Jiahao Yu',
      'Wenxin Zhang',
      'Jialong Li',
      'Jerry Yao-Chieh Hu',
      'Xinyu Xing',
      'Han Liu',
    ],
    year: 2024,
    venue: 'arXiv preprint',
    arxiv: '2406.01514',
    code: 'MAGICS-LAB/DAPA',
  },
  theme: 'editing',
  title: 'Transplanting a refusal',
  sentence:
    "Find, by delta debugging, the few weight blocks that make a model refuse, and plug them into one that doesn't.",
});
