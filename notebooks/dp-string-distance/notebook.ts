/** On Differentially Private String Distances. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 5,
  paper: {
    title: 'On Differentially Private String Distances',
    authors: ['Jerry Yao-Chieh Hu', 'Erzhi Liu', 'Han Liu', 'Zhao Song', 'Lichen Zhang'],
    year: 2024,
    venue: 'arXiv preprint',
    arxiv: '2411.05750',
    code: null,
  },
  theme: 'privacy',
  title: 'Ask forever, learn (almost) nothing',
  sentence:
    'Release noisy sketches of secret bit strings once, then answer any number of distance queries without spending more privacy.',
});
