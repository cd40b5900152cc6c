/** On the Comparison between Multi-modal and Single-modal Contrastive Learning. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 38,
  paper: {
    title: 'On the Comparison between Multi-modal and Single-modal Contrastive Learning',
    authors: ['Wei Huang', 'Andi Han', 'Yongqiang Chen', 'Yuan Cao', 'Zhiqiang Xu', 'Taiji Suzuki'],
    year: 2024,
    venue: 'NeurIPS 2024',
    arxiv: '2411.02837',
    code: null,
  },
  theme: 'generalization',
  title: 'Two modalities, one signal',
  sentence:
    'A contrastive encoder alone memorises noise; paired with a cleaner second modality it learns the signal instead.',
});
