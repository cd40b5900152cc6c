/** Titles, words and tables of the studies. */
import type { Table } from '#lib/notebook/types.ts';
import { flippedPixels } from './describe.ts';
import { NAMES } from './letters.ts';
import type { Study } from './slow.ts';
import { RATE } from './study-rate.ts';

const TITLES: Readonly<Record<Study['kind'], string>> = {
  codes: 'How many memories fit into D dimensions?',
  dimension: 'How many dimensions do M memories need?',
  rate: 'How fast does the separation loss fall?',
  merging: 'When do two wells become one?',
  recall: 'Which noisy letters are recalled?',
};

export const studyTitle = (study: Study | null): string => (study ? TITLES[study.kind] : 'Measuring…');

const percent = (fraction: number) => `${(100 * fraction).toFixed(0)}%`;

export function studyWords(study: Study | null, beta: number): string {
  switch (study?.kind) {
    case undefined:
      return '';
    case 'codes':
      return (
        `Blue: root systems of 60° at β = ${beta}. Orange: as many random points. Discs are filled by the fraction stored. ` +
        `ln M grows with slope ${study.slope.toFixed(3)} per dimension, between the bounds’ ${study.lowerSlope.toFixed(3)} and ${study.upperSlope.toFixed(3)}.`
      );
    case 'dimension':
      return study.trying
        ? `Trying M = ${study.trying.M} in ${study.trying.D} dimensions, β = ${beta}.`
        : `Least D that stores 99% of M memories at β = ${beta}: features placed by U-Hop+ against random ones.`;
    case 'rate':
      return `Plain gradient descent, τ = ${RATE.tau}, step ${RATE.lr}: in ${study.step} steps n times the gap after n steps has stayed below ${study.bound.toFixed(2)}.`;
    case 'merging': {
      const [mu, nu] = study.pair.map((letter) => NAMES[letter]);
      const end =
        study.critical === undefined
          ? study.done
            ? 'the wells never part.'
            : '…'
          : `the wells merge at βΔ = ${study.critical.toFixed(3)}, ${study.angle?.toFixed(2)}°.`;
      return `${mu} is dragged to ${nu} at β = ${beta}: ${end}`;
    }
    case 'recall':
      return `Copies with ${flippedPixels(study.noise)} at β = ${beta}: ${percent(study.mapped)} are recalled in feature space, ${percent(study.raw)} in raw pixels.`;
  }
}

export function studyTable(study: Study | null): Table {
  switch (study?.kind) {
    case undefined:
      return { columns: [], rows: [] };
    case 'codes':
      return {
        columns: ['code', 'D', 'M', 'stored_fraction', 'random_stored_fraction'],
        rows: study.rows.map(({ name, D, M, exact, random }) => [name, D, M, exact, random]),
      };
    case 'dimension':
      return {
        columns: ['M', 'least_D_learned', 'least_D_random'],
        rows: study.rows.map(({ M, learned, random }) => [M, learned, random]),
      };
    case 'rate':
      return { columns: ['n', 'gap'], rows: study.rows.map(({ n, gap }) => [n, gap]) };
    case 'merging':
      return {
        columns: ['beta_delta', 'well_distance'],
        rows: study.rows.map(({ ratio, gap }) => [ratio, gap]),
      };
    case 'recall':
      return {
        columns: ['letter', 'recall_raw', 'recall_features'],
        rows: study.rows.map(({ letter, raw, mapped }) => [NAMES[letter] as string, raw, mapped]),
      };
  }
}
