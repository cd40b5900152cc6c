/** Training Nonlinear Transformers for Chain-of-Thought Inference: A Theoretical Generalization Analysis. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 27,
  paper: {
    title:
      'Training Nonlinear Transformers for Chain-of-Thought Inference: A Theoretical Generalization Analysis',
    authors: ['Hongkang Li', 'Songtao Lu', 'Pin-Yu Chen', 'Xiaodong Cui', 'Meng Wang'],
    year: 2025,
    venue: 'ICLR 2025',
    arxiv: '2410.02167',
    code: null,
  },
  theme: 'attention-icl',
  title: 'Why showing the steps helps',
  sentence:
    'With noisy worked examples, step-by-step reasoning finds the right answer where answer-only prompting follows the wrong crowd.',
});
