/** Transformers Learn the Optimal DDPM Denoiser for Multi-Token GMMs. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 22,
  paper: {
    title: 'Transformers Learn the Optimal DDPM Denoiser for Multi-Token GMMs',
    authors: ['Hongkang Li', 'Hancheng Min', 'René Vidal'],
    year: 2026,
    venue: 'ICML 2026',
    arxiv: '2604.10074',
    code: null,
  },
  theme: 'diffusion',
  title: 'Attention learns to average',
  sentence:
    'Watch attention discover that the best way to denoise a token is to average it with its companions.',
});
