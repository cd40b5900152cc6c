/** EGSRAL: An Enhanced 3D Gaussian Splatting based Renderer with Automated Labeling for Large-Scale Driving Scene. */
import { choice, integer, range } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
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
    code: 'jiangxb98/EGSRAL',
  },
  theme: 'systems',
  title: 'Splat the street, label it free',
  sentence:
    "Drive through a street made of 3D Gaussians, step sideways, and get the new view's car labels for free.",
  seed: 0,
  later: ['splat_grad', 'det_step'],
  controls: {
    time: range({
      label: 'Time',
      symbol: 't',
      alias: 't',
      help: 'the frame of the clip; halves lie between two frames',
      min: 0,
      max: 23,
      step: 0.5,
      initial: 10,
      live: true,
    }),
    sideStep: range({
      label: 'Side step',
      symbol: '\\Delta x',
      alias: 'dx',
      help: 'how far the new view stands to the right of the drive',
      min: -1.5,
      max: 1.5,
      step: 0.05,
      unit: 'm',
      initial: 0,
      live: true,
    }),
    model: choice({
      label: 'Model',
      help: 'which modules the Gaussians were trained with',
      options: ['static', 'deformable', 'enhanced', 'groups', 'vanilla'],
      labels: {
        static: '3D GS',
        deformable: 'deformable',
        enhanced: '+ DEM/OEM',
        groups: '+ groups',
        vanilla: '3D GS with groups',
      },
      initial: 'groups',
      live: true,
    }),
    labels: choice({
      label: 'Labels',
      help: 'how labels and camera get to the new view: by the adaptor, by an adaptor that knows camera positions only, or copied from the nearest frame',
      options: ['adaptor', 'positions', 'copy'],
      labels: { adaptor: 'adaptor', positions: 'positions only', copy: 'copy nearest frame' },
      initial: 'adaptor',
      live: true,
    }),
    show: choice({
      label: 'Show',
      help: 'what is drawn: the rendered image, its error, its depth, or the learned state d of its Gaussians',
      options: ['image', 'error', 'depth', 'state'],
      labels: { image: 'image', error: 'error', depth: 'depth', state: 'state d' },
      initial: 'image',
      live: true,
    }),
    further: integer({
      label: 'Train further',
      alias: 'train',
      help: 'training steps taken here, on top of those that the scene comes with',
      min: 0,
      max: 500,
      step: 100,
      unit: 'steps',
      initial: 0,
      live: true,
    }),
  },
  metrics: {
    psnr: { label: 'PSNR of this view', unit: 'dB', digits: 3 },
    carPsnr: { label: 'PSNR on moving cars', unit: 'dB', digits: 3 },
    labelIou: { label: 'mean IoU of labels', unit: '', digits: 3 },
    offset: { label: 'camera misplaced by', unit: 'm', digits: 2 },
    splats: { label: 'Gaussians in sight', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'A street made of a few hundred coloured blobs.',
      notes:
        'Above: what the splats draw, and what the street really looks like; the frame is one that no training has seen. Below: the same Gaussians from above, one colour per group. Drag the camera along the drive and aside.',
      at: { time: 10 },
    },
    {
      says: 'Static blobs smear cars that move.',
      notes:
        'Plain 3D Gaussian splatting has one set of blobs for all times. The car ahead moves by 1.9 m per frame; the best that a fixed blob can do is to be a little of the car at every time.',
      at: { model: 'static', time: 10 },
      claim: 'c1',
      predict: {
        question:
          'One set of Gaussians that never moves is fitted to the whole clip. What becomes of the car ahead?',
        options: [
          'It is drawn sharply, once',
          'It is smeared along its way',
          'It is drawn several times, sharply',
        ],
        answer: 1,
        because:
          'Every frame pulls Gaussians to where the car is then. What is left is a compromise: a streak along its path.',
      },
    },
    {
      says: 'Let them move, but not all alike.',
      notes:
        'A network shifts each Gaussian in time. The enhancement module scales that shift by a state d which every Gaussian learns for itself: blue ones are held still, most of all the houses, orange ones are let go. Nobody has told it where the cars are, and it is not a map of them: a stretch of plain road may move as well, since that costs nothing.',
      at: { model: 'enhanced', time: 10, show: 'state' },
      claim: 'c1',
    },
    {
      says: 'Split the road: every stretch gets blobs of its own.',
      notes:
        'Three groups of eight frames, each with 600 Gaussians and a third of the steps. The bars compare at equal steps; the price is three times the memory.',
      at: { model: 'groups', time: 6 },
      claim: 'c2',
      figure: 'gaussian-splatting-psnr',
    },
    {
      says: 'Step aside, and the labels come along.',
      notes:
        'One metre to the right, half a frame on: no photo of this view exists, yet the boxes fit. Switch labels to “copy nearest frame”, then to “positions only”: camera centres on a straight drive say nothing about the roll around it.',
      at: { time: 10.5, sideStep: 1 },
      claim: 'c4',
    },
  ],
  misconceptions: [
    {
      belief: 'The street is drawn from a 3D model of the houses and cars.',
      instead:
        'The rendered view knows only Gaussians: a position, a shape, an opacity and a colour each. The street itself is used to take the photos, to start the Gaussians on noisy surface points, and to score.',
    },
    {
      belief: 'A network that moves Gaussians finds the cars because it is given their boxes.',
      instead:
        'Training reads images, times and camera poses. Boxes are used afterwards, to label views that were rendered.',
    },
    {
      belief: 'Knowing where the cameras stood is enough to line two reconstructions up.',
      instead:
        'On a straight road it is not: turned around the line of the drive, all camera centres stay where they are. The orientations settle it.',
    },
  ],
});
