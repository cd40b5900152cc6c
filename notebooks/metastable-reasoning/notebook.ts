/** Metastable Dynamics of Chain-of-Thought Reasoning: Provable Benefits of Search, RL and Distillation. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 36,
  paper: {
    title:
      'Metastable Dynamics of Chain-of-Thought Reasoning: Provable Benefits of Search, RL and Distillation',
    authors: ['Juno Kim', 'Denny Wu', 'Jason D. Lee', 'Taiji Suzuki'],
    year: 2025,
    venue: 'ICML 2025 (PMLR 267)',
    arxiv: '2502.01694',
    code: null,
  },
  theme: 'generalization',
  title: 'Rare edges: search, sharpen, distil',
  sentence:
    'Reasoning as a random walk: easy steps circle inside a cluster, one rare edge is the insight; search finds it, RL widens it, distillation keeps only it.',
});
