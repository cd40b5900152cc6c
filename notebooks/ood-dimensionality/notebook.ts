/** Dimensionality-induced information loss of outliers in deep neural networks. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 41,
  paper: {
    title: 'Dimensionality-induced information loss of outliers in deep neural networks',
    authors: [
      'Kazuki Uematsu',
      'Kosuke Haruki',
      'Taiji Suzuki',
      'Mitsuhiro Kimura',
      'Takahiro Takimoto',
      'Hideyuki Nakagawa',
    ],
    year: 2024,
    venue: 'ECML PKDD 2024 (Research Track)',
    arxiv: '2410.21656',
    code: 'github.com/kuematsu3/Dimensionality-aware-Projection-based-OOD-Detection',
  },
  theme: 'generalization',
  title: 'Where outliers lose their information',
  sentence:
    'Follow outliers through a small deep network and watch low-dimensional weights erase what makes them different.',
});
