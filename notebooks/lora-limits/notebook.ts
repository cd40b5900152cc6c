/** Computational Limits of Low-Rank Adaptation (LoRA) Fine-Tuning for Transformer Models. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 13,
  paper: {
    title: 'Computational Limits of Low-Rank Adaptation (LoRA) Fine-Tuning for Transformer Models',
    authors: ['Jerry Yao-Chieh Hu', 'Maojiang Su', 'En-Jui Kuo', 'Zhao Song', 'Han Liu'],
    year: 2025,
    venue: 'ICLR 2025',
    arxiv: '2406.03136',
    code: null,
  },
  theme: 'efficiency',
  title: 'The LoRA gradient, term by term',
  sentence:
    'Compute a LoRA gradient without ever building the attention matrix, and find the norm at which this stops paying.',
});
