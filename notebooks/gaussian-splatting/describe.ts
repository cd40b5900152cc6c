/** The picture in words, and the rows behind it. */
import { short } from '#lib/notebook/numbers.ts';
import type { Table } from '#lib/notebook/types.ts';
import type { GaussianFrame, Params } from './frame.ts';
import { isTest, MODEL_NAMES } from './settings.ts';

export const CAR_NAMES = [
  'parked 1',
  'parked 2',
  'parked 3',
  'parked 4',
  'parked 5',
  'parked 6',
  'ahead',
  'oncoming',
];
const SOURCES = {
  adaptor: 'come through the adaptor',
  positions: 'come through an adaptor that knows camera positions only',
  copy: 'are copied from the nearest frame',
} as const;
const SHOWN = {
  image: 'The image',
  error: 'The error',
  depth: 'The depth',
  state: 'The learned state d',
} as const;

/** Where the camera is asked to be. */
export function whereWords(time: number, sideStep: number): string {
  const side =
    sideStep === 0
      ? 'on the drive'
      : `${short(Math.abs(sideStep))} m to the ${sideStep > 0 ? 'right' : 'left'}`;
  const frame = isTest(time) ? ', an unseen frame' : ', a training frame';
  const kind = !Number.isInteger(time) ? ', between two frames' : sideStep === 0 ? frame : '';
  return `t = ${short(time)}, ${side}${kind}`;
}

export function describe(frame: GaussianFrame, params: Params): string {
  const { metrics, picture, training, scores } = frame;
  const where = whereWords(params.time, params.sideStep);
  if (!picture) {
    const steps = training ? ` Step ${training.loss.length} of ${training.of}.` : '';
    return `The scene of the model ${MODEL_NAMES[frame.model]} is being trained for this seed.${steps}`;
  }
  const cars =
    metrics.carPsnr === undefined ? '' : `, ${metrics.carPsnr.toFixed(1)} dB on pixels of moving cars`;
  const labels =
    metrics.labelIou === undefined
      ? 'No car is in sight.'
      : `Labels ${SOURCES[params.labels]}: mean IoU ${metrics.labelIou.toFixed(2)} over ${scores.length} car${scores.length === 1 ? '' : 's'}.`;
  const off = `The camera stands ${frame.offset.metres.toFixed(3)} m and ${frame.offset.degrees.toFixed(1)}° from where it was asked to.`;
  const steps = frame.further.length > 0 ? ` after ${frame.further.length} further steps` : '';
  return `${SHOWN[params.show]} of a view at ${where}, drawn from ${metrics.splats} Gaussians of the model ${MODEL_NAMES[frame.model]}${steps}: ${(metrics.psnr as number).toFixed(1)} dB against the ray-cast truth${cars}. ${labels} ${off}`;
}

/** Cars in sight and how well every source labels them. */
export function table({ scores, time }: GaussianFrame): Table {
  return {
    columns: ['t', 'car', 'IoU adaptor', 'IoU positions only', 'IoU copy'],
    rows: scores.map(({ car, iou }) => [
      time,
      CAR_NAMES[car] ?? String(car),
      iou.adaptor,
      iou.positions,
      iou.copy,
    ]),
  };
}
