/** Visual prompting reimagined: The power of the Activation Prompts. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 23,
  paper: {
    title: 'Visual prompting reimagined: The power of the Activation Prompts',
    authors: [
      'Yihua Zhang',
      'Hongkang Li',
      'Yuguang Yao',
      'Aochuan Chen',
      'Shuai Zhang',
      'Pin-Yu Chen',
      'Meng Wang',
      'Sijia Liu',
    ],
    year: 2026,
    venue: 'AISTATS 2026',
    arxiv: '2604.06440',
    code: null,
  },
  theme: 'efficiency',
  title: 'Where should the prompt go?',
  sentence:
    'One learned offset added inside a frozen vision model beats the same trick at the input: find the best layer.',
});
