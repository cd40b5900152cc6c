/** A Theoretical Analysis of Mamba's Training Dynamics: Filtering Relevant Features for Generalization in State Space Models. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 24,
  paper: {
    title:
      "A Theoretical Analysis of Mamba's Training Dynamics: Filtering Relevant Features for Generalization in State Space Models",
    authors: ['Mugunthan Shandirasegaran', 'Hongkang Li', 'Songyang Zhang', 'Meng Wang', 'Shuai Zhang'],
    year: 2026,
    venue: 'ICLR 2026',
    arxiv: '2602.12499',
    code: null,
  },
  theme: 'generalization',
  title: 'The gate that learns what matters',
  sentence:
    'Watch a one-layer Mamba learn which tokens to let into its memory: the gate opens for the clue words and stays shut for the filler.',
});
