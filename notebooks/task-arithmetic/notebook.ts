/** When is Task Vector Provably Effective for Model Editing? A Generalization Analysis of Nonlinear Transformers. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 26,
  paper: {
    title:
      'When is Task Vector Provably Effective for Model Editing? A Generalization Analysis of Nonlinear Transformers',
    authors: ['Hongkang Li', 'Yihua Zhang', 'Shuai Zhang', 'Meng Wang', 'Sijia Liu', 'Pin-Yu Chen'],
    year: 2025,
    venue: 'ICLR 2025 (oral)',
    arxiv: '2504.10957',
    code: 'NormalUhr/task-vector-theory',
  },
  theme: 'editing',
  title: 'Arithmetic with task vectors',
  sentence:
    'Add, negate and mix fine-tuning updates of a one-layer transformer and see when arithmetic on weights does what you hoped.',
});
