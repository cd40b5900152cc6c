/** The picture in words, with its numbers. */
import { NAMES } from './letters.ts';
import type { HopfieldFrame, Params } from './simulation.ts';
import { countStored } from './hopfield.ts';

const SURFACES: Readonly<Record<number, string>> = { 2: 'a circle', 3: 'a globe' };

export const flippedPixels = (count: number): string => `${count} flipped pixel${count === 1 ? '' : 's'}`;

export function describe(frame: HopfieldFrame, { featureMap, inverseTemperature: beta }: Params): string {
  const { memories: M, dimension: D, separation, query, training } = frame;
  const where = SURFACES[D] ?? `the sphere of dimension ${D}`;
  const map =
    featureMap === 'random'
      ? 'a random feature map'
      : featureMap === 'exact' && !training
        ? 'an exact code'
        : 'U-Hop+';
  const learning =
    training && !training.done
      ? ` U-Hop+ is at step ${training.step} of ${training.steps}, τ = ${training.tau.toFixed(3)}.`
      : '';
  const fate =
    query.winner < 0
      ? 'settles on a mixture of letters'
      : query.winner === query.letter
        ? 'is recalled'
        : `falls into the basin of ${NAMES[query.winner]}`;
  return (
    `${M} letters on ${where} under ${map}, β = ${beta}: ${countStored(frame.stored)} of ${M} are stored, ` +
    `the closest pair is ${frame.metrics['angle']?.toFixed(1)}° apart (Δ = ${separation.smallest.toFixed(3)}), and ` +
    `${frame.links.length} pairs are closer than βΔ = 2.${learning} ` +
    `The letter ${NAMES[query.letter]} with ${flippedPixels(query.flips.length)} ${fate}.`
  );
}
