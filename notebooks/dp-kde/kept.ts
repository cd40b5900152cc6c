/** The last picture stays where it is until there is another. */
import type { KdeFrame } from './frame.ts';

/** Returns each frame that has a picture, and the last such for one that has none; undefined before the first. */
export function keeper(): (frame: KdeFrame) => KdeFrame | undefined {
  let kept: KdeFrame | undefined;
  return (frame) => {
    if (!frame.blank) kept = frame;
    return kept;
  };
}
