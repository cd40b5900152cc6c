/** What the claims share: one frame of a run, and the measured error at the demo's own ε. */
import type { DistanceFrame, ErrorPoint } from './frame.ts';

/** The last frame of a run, or the first that satisfies `enough`. */
export async function frameOf(
  frames: AsyncIterable<DistanceFrame>,
  enough: (frame: DistanceFrame) => boolean = () => false,
): Promise<DistanceFrame> {
  let last: DistanceFrame | undefined;
  for await (const frame of frames) {
    last = frame;
    if (enough(frame)) break;
  }
  if (!last) throw new Error('The run ended without a frame.');
  return last;
}

export const pointHere = ({ error }: DistanceFrame): ErrorPoint | undefined =>
  error?.points.find(({ epsilon }) => epsilon === error.here);
