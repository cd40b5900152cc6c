/** On Statistical Rates and Provably Efficient Criteria of Latent Diffusion Transformers (DiTs). */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 12,
  paper: {
    title: 'On Statistical Rates and Provably Efficient Criteria of Latent Diffusion Transformers (DiTs)',
    authors: ['Jerry Yao-Chieh Hu', 'Weimin Wu', 'Zhao Song', 'Han Liu'],
    year: 2024,
    venue: 'NeurIPS 2024',
    arxiv: '2407.01079',
    code: null,
  },
  theme: 'efficiency',
  title: 'Pay for the sheet, not the space',
  sentence:
    'If data live on a flat low-dimensional sheet, a diffusion transformer need only pay for the sheet, and small norms make attention almost linear.',
});
