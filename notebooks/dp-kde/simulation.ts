/**
 * A private distance field, live. A run draws the secret points; a release is made and paid for when its settings are
 * first asked for; then come the answer, the map, further questions, and what the chosen panel needs, a little per
 * frame.
 */
import type { Lab } from '#lib/notebook/types.ts';
import { Desk, releaseKey } from './desk.ts';
import type { KdeFrame } from './frame.ts';
import type { Params } from './notebook.ts';
import { blankFrame, frameOf, waiting } from './picture.ts';
import type { AsyncPieces } from './pieces.ts';
import { keyOf, Work } from './work.ts';

export type { KdeFrame } from './frame.ts';
export type { Params } from './notebook.ts';
export { describe, table } from './describe.ts';

export async function* simulate(params: Params, lab: Lab): AsyncGenerator<KdeFrame, void, Params> {
  const opened = yield* prepared(Desk.open(params, lab), blankFrame(params), params, () => true);
  const desk = opened.value as Desk;
  const work = new Work(desk, lab);
  let { now } = opened;
  let last = blankFrame(now);
  let shown = '';
  for (;;) {
    const key = releaseKey(now);
    const made = yield* prepared(desk.released(now), last, now, (next) => releaseKey(next) === key);
    ({ now } = made);
    // The settings were changed while their release was made: it is dropped, unpublished and unpaid.
    if (!made.value) continue;
    // A new picture is shown at once; more work is done for one that has been shown.
    const picture = releaseKey(now) + keyOf(now);
    if (shown === picture) await work.step(now, made.value);
    shown = picture;
    last = await frameOf(desk, made.value, now, work);
    now = yield last;
  }
}

/** Does the work with a frame after each piece: the last picture, and how far the next one is. */
async function* prepared<T>(
  pieces: AsyncPieces<T>,
  last: KdeFrame,
  params: Params,
  wanted: (now: Params) => boolean,
): AsyncGenerator<KdeFrame, { value: T | undefined; now: Params }, Params> {
  let now = params;
  for (;;) {
    const piece = await pieces.next();
    if (piece.done) return { value: piece.value, now };
    now = yield waiting(last, piece.value);
    if (!wanted(now)) return { value: undefined, now };
  }
}
