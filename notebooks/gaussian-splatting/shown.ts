/** What the two camera images show: colours, or error, depth and state as fields with their ramps. */
import type { Ramp } from '#lib/charts/palette.ts';
import type { GaussianFrame, Params } from './frame.ts';
import { PIXELS } from './settings.ts';

interface Shown {
  readonly title: string;
  readonly rgb: Float32Array | null;
  readonly values?: Float32Array;
  readonly ramp?: Ramp;
  readonly domain?: readonly [number, number];
  readonly legend?: string;
}

const FAR = 40;
/** Depths beyond the end of the ramp, and the sky, are drawn as the end. */
const upTo = (depth: Float32Array) =>
  depth.map((value) => (Number.isFinite(value) ? Math.min(value, FAR) : FAR));

export function shownView(
  { picture, metrics }: GaussianFrame,
  show: Params['show'],
): { left: Shown; right: Shown } {
  const right: Shown = { title: 'ray-cast truth', rgb: picture?.truth ?? null };
  if (!picture) return { left: { title: 'rendered', rgb: null }, right };
  const quality = `${(metrics.psnr as number).toFixed(1)} dB`;
  if (show === 'error') {
    const gaps = Float32Array.from({ length: PIXELS }, (_, i) => {
      const gap = (k: number) =>
        Math.abs((picture.rendered[3 * i + k] as number) - (picture.truth[3 * i + k] as number));
      return (gap(0) + gap(1) + gap(2)) / 3;
    });
    const left = {
      title: 'error',
      rgb: null,
      values: gaps,
      domain: [0, 0.4] as const,
      legend: '0 to 0.4 of the range',
    };
    return { left, right };
  }
  if (show === 'depth') {
    const field = { rgb: null, domain: [0, FAR] as const };
    return {
      left: { ...field, title: 'depth of the splats', values: upTo(picture.depth), legend: '0–40 m' },
      right: { ...field, title: 'true depth', values: upTo(picture.trueDepth), legend: '0–40 m' },
    };
  }
  if (show === 'state' && picture.state) {
    const values = picture.state.map((value) => (Number.isFinite(value) ? value : 0));
    return {
      left: { title: 'state d', rgb: null, values, ramp: 'div', domain: [-0.5, 0.5], legend: '−0.5 to 0.5' },
      right,
    };
  }
  return { left: { title: 'rendered', rgb: picture.rendered, legend: quality }, right };
}
