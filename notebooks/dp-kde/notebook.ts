/** Differentially Private Kernel Density Estimation. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 11,
  paper: {
    title: 'Differentially Private Kernel Density Estimation',
    authors: ['Erzhi Liu', 'Jerry Yao-Chieh Hu', 'Alex Reneau', 'Zhao Song', 'Han Liu'],
    year: 2024,
    venue: 'arXiv preprint',
    arxiv: '2409.01688',
    code: null,
  },
  theme: 'privacy',
  title: 'A private distance field',
  sentence:
    'Ask for the total distance to a secret data set at any point, using ten noisy numbers instead of hundreds.',
});
