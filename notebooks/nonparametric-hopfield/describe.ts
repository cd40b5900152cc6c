/** The picture in words, with its numbers. */
import type { HopfieldFrame, Params } from './frame.ts';
import { logMean, type CapacityStudy } from './study-capacity.ts';
import type { CostStudy } from './study-cost.ts';
import type { ImagesStudy } from './study-images.ts';
import { COUNT, type Plane } from './plane.ts';

const signed = (value: number): string => value.toFixed(2).replace('-', '−');

export function modelName({ model, inverseTemperature: beta, kept, features }: Params): string {
  const names = {
    dense: 'dense retrieval',
    mask: 'random-mask retrieval',
    'top-K': `top-${kept} retrieval`,
    linear: 'linear retrieval',
    PRF: `retrieval by ${features} random features`,
  };
  return `${names[model]} at β = ${beta}`;
}

export function describe(frame: HopfieldFrame, params: Params): string {
  switch (frame.view) {
    case 'plane':
      return ofPlane(frame, params);
    case 'images':
      return ofImages(frame.images, params);
    case 'cost':
      return ofCost(frame.cost);
    case 'capacity':
      return ofCapacity(frame.capacity, params);
  }
}

const list = (names: readonly number[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function ofPlane({ plane, survey }: HopfieldFrame, params: Params): string {
  const { members, stored, winner, links, path, recalled } = plane;
  const kept = members.length < COUNT ? `, ${members.length} of them in the regression` : '';
  const count = stored.filter(Boolean).length;
  const creeping =
    survey && survey.creeping > 0 ? `, and ${survey.creeping} still creep after 300 steps` : '';
  const wells = survey?.done
    ? ` From ${survey.starts} starts it comes to rest at ${places(survey.fixed.length)}${creeping}.`
    : '';
  const together = crowded({ links, model: params.model });
  const end = winner < 0 ? 'on a mixture' : `at memory ${winner + 1}`;
  const steps = path.length - 1;
  return (
    `Twelve memories on a plane${kept}, ${modelName(params)}: ${count} are stored, and ` +
    `${recalled.filter(Boolean).length} of 12 are recalled from copies with noise σ = ${params.noise}.${wells}${together} ` +
    `The marble ends ${end} after ${steps} step${steps === 1 ? '' : 's'}.`
  );
}

/** What theory says of neighbours, where it speaks of them: not of top-K, where they answer in threes or fours. */
function crowded({ links, model }: { links: Plane['links']; model: Params['model'] }): string {
  const shared = [...new Set(links.flat())].sort((a, b) => a - b).map((mu) => mu + 1);
  if (shared.length === 0 || (model !== 'dense' && model !== 'mask')) return '';
  const who = shared.length > 6 ? `${shared.length} memories` : `Memories ${list(shared)}`;
  return ` ${who} are closer to a neighbour than βΔ = 2.`;
}

const places = (count: number): string => `${count} fixed point${count === 1 ? '' : 's'}`;

function ofImages(images: ImagesStudy | null, { inverseTemperature: beta, kept, image }: Params): string {
  if (!images || images.restored.length === 0) return 'The images are being restored.';
  const errors = images.restored.map(({ model, mean }) => `${model} ${mean.toFixed(2)}`).join(', ');
  return (
    `The lower half of texture ${image} of 64 is covered and restored in one step at β = ${beta}, K = ${kept}. ` +
    `Mean distance from the memory over all 64: ${errors} (0 is perfect, 1 as far as nothing at all).`
  );
}

function ofCost(cost: CostStudy | null): string {
  const { slopes, rows } = cost ?? {};
  if (!slopes || !rows || rows.length < 6) return 'The cost of a step is being counted and timed.';
  const largest = Math.max(...rows.filter(({ model }) => model === 'PRF').map(({ L }) => L));
  const products = (model: string) =>
    rows.find((row) => row.model === model && row.L === largest)?.products.toLocaleString('en') ?? '';
  return (
    `Multiplications of one step grow with exponent ${signed(slopes.dense.counted)} in L = M for dense, ${signed(slopes['top-K'].counted)} for top-K, ` +
    `${signed(slopes.mask.counted)} for a random mask, ${signed(slopes.linear.counted)} for linear and ${signed(slopes.PRF.counted)} for random features. ` +
    `At L = ${largest.toLocaleString('en')}: dense ${products('dense')}, mask ${products('mask')}.`
  );
}

const about = (counts: readonly number[]): string => Math.exp(logMean(counts)).toFixed(0);

function ofCapacity(capacity: CapacityStudy | null, { inverseTemperature: beta, noise }: Params): string {
  const last = capacity?.rows.at(-1);
  if (!capacity || !last) return 'The capacity is being measured.';
  return (
    `Random memories of which 95% are stored at β = ${beta}${noise > 0 ? ` from copies with noise σ = ${noise}` : ''}: in ${last.d} dimensions ` +
    `about ${about(last.dense)} for dense and ${about(last.topK)} for top-${capacity.kept}. ln M grows by ${capacity.dense.slope.toFixed(3)} and ${capacity.topK.slope.toFixed(3)} per dimension.`
  );
}
