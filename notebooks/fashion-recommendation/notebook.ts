/** Sequential LLM Framework for Fashion Recommendation. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 10,
  paper: {
    title: 'Sequential LLM Framework for Fashion Recommendation',
    authors: [
      'Han Liu',
      'Xianfeng Tang',
      'Tianlang Chen',
      'Jiapeng Liu',
      'Indu Indu',
      'Henry Peng Zou',
      'Peng Dai',
      'Roberto Fernandez Galan',
      'Michael D Porter',
      'Dongmei Jia',
      'Ning Zhang',
      'Lian Xiong',
    ],
    year: 2024,
    venue: 'EMNLP 2024 Industry Track',
    arxiv: '2410.11327',
    code: null,
  },
  theme: 'systems',
  title: 'From a written wish to a product',
  sentence:
    'A tiny language model writes the title of your next outfit piece; mixed text and ID retrieval finds the product.',
});
