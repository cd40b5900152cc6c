/** EGSRAL: An Enhanced 3D Gaussian Splatting based Renderer with Automated Labeling for Large-Scale Driving Scene. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 19,
  paper: {
    title:
      'EGSRAL: An Enhanced 3D Gaussian Splatting based Renderer with Automated Labeling for Large-Scale Driving Scene',
    authors: [
      'Yixiong Huo',
      'Guangfeng Jiang',
      'Hongyang Wei',
      'Ji Liu',
      'Song Zhang',
      'Han Liu',
      'Xingliang Huang',
      'Mingjie Lu',
      'Jinzhang Peng',
      'Dong Li',
      'Lu Tian',
      'Emad Barsoum',
    ],
    year: 2025,
    venue: 'AAAI 2025',
    arxiv: '2412.15550',
    code: 'github.com/jiangxb98/EGSRAL',
  },
  theme: 'systems',
  title: 'Splat the street, label it free',
  sentence:
    "Drive through a street made of 3D Gaussians, step sideways, and get the new view's car labels for free.",
});
