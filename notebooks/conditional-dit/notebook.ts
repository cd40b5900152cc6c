/** On Statistical Rates of Conditional Diffusion Transformers: Approximation, Estimation and Minimax Optimality. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 1,
  paper: {
    title:
      'On Statistical Rates of Conditional Diffusion Transformers: Approximation, Estimation and Minimax Optimality',
    authors: ['Jerry Yao-Chieh Hu', 'Weimin Wu', 'Yi-Chen Lee', 'Yu-Chao Huang', 'Minshuo Chen', 'Han Liu'],
    year: 2025,
    venue: 'ICLR 2025',
    arxiv: '2411.17522',
    code: null,
  },
  theme: 'diffusion',
  title: 'A score from Taylor tiles',
  sentence:
    'Rebuild a conditional diffusion score from little Taylor tiles and see the error fall exactly as smoothness predicts.',
});
