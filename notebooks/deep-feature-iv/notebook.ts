/** Optimality and Adaptivity of Deep Neural Features for Instrumental Variable Regression. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 37,
  paper: {
    title: 'Optimality and Adaptivity of Deep Neural Features for Instrumental Variable Regression',
    authors: ['Juno Kim', 'Dimitri Meunier', 'Arthur Gretton', 'Taiji Suzuki', 'Zhu Li'],
    year: 2025,
    venue: 'ICLR 2025',
    arxiv: '2501.04898',
    code: null,
  },
  theme: 'generalization',
  title: 'Six learned features find the jump',
  sentence:
    'Recover cause from confounded data with learned features, and see why six learned ones beat six fixed ones when the truth jumps.',
});
