/** Hunyuan-Large: An Open-Source MoE Model with 52 Billion Activated Parameters by Tencent. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 6,
  paper: {
    title: 'Hunyuan-Large: An Open-Source MoE Model with 52 Billion Activated Parameters by Tencent',
    authors: [
      'Xingwu Sun',
      'Yanfeng Chen',
      'Yiqing Huang',
      'Ruobing Xie',
      'Jiaqi Zhu',
      'et al. (Tencent Hunyuan team)',
    ],
    year: 2024,
    venue: 'technical report',
    arxiv: '2411.02265',
    code: 'Tencent/Tencent-Hunyuan-Large',
  },
  theme: 'systems',
  title: 'Inside a mixture of experts',
  sentence:
    "Run a tiny mixture of experts: overflow and recycle tokens, shrink the key-value cache, tune each expert's learning rate.",
});
