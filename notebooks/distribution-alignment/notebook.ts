/** Direct Distributional Optimization for Provable Alignment of Diffusion Models. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 35,
  paper: {
    title: 'Direct Distributional Optimization for Provable Alignment of Diffusion Models',
    authors: ['Ryotaro Kawata', 'Kazusato Oko', 'Atsushi Nitanda', 'Taiji Suzuki'],
    year: 2025,
    venue: 'ICLR 2025',
    arxiv: '2502.02954',
    code: null,
  },
  theme: 'diffusion',
  title: 'Steer the cloud, keep the model',
  sentence:
    'Bend a diffusion model toward what people prefer by optimising the distribution itself, then steer its sampler with an h-transform.',
});
