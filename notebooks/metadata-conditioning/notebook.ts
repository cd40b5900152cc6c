/** When Does Metadata Conditioning (NOT) Work for Language Model Pre-Training? A Study with Context-Free Grammars. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 33,
  paper: {
    title:
      'When Does Metadata Conditioning (NOT) Work for Language Model Pre-Training? A Study with Context-Free Grammars',
    authors: [
      'Rei Higuchi',
      'Ryotaro Kawata',
      'Naoki Nishikawa',
      'Kazusato Oko',
      'Shoichiro Yamaguchi',
      'Sosuke Kobayashi',
      'Seiya Tokui',
      'Kohei Hayashi',
      'Daisuke Okanohara',
      'Taiji Suzuki',
    ],
    year: 2025,
    venue: 'COLM 2025',
    arxiv: '2504.17562',
    code: null,
  },
  theme: 'generalization',
  title: 'Tell the model the source, then hide it',
  sentence:
    'Show a model the source label in training, hide it at test time: it knows the dialects better, but is worse when it cannot tell which one it reads.',
});
