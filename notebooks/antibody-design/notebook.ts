/** Pareto-Optimal Energy Alignment for Designing Nature-Like Antibodies. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 18,
  paper: {
    title: 'Pareto-Optimal Energy Alignment for Designing Nature-Like Antibodies',
    authors: ['Yibo Wen', 'Chenwei Xu', 'Jerry Yao-Chieh Hu', 'Kaize Ding', 'Han Liu'],
    year: 2024,
    venue: 'arXiv preprint (venue unverified)',
    arxiv: '2412.20984',
    code: null,
  },
  theme: 'diffusion',
  title: 'Sticky but not bumpy: Pareto loops',
  sentence:
    'Align a small diffusion model that designs toy antibody loops, so they stick to the target without bumping into it.',
});
