/** Where the labels of the curves of errors have room: beside their curve, and not on another. */
import type { ErrorCurve, ErrorPoint } from './frame.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

type Point = readonly [x: number, y: number];

const widthOf = (text: string, em: number): number => 0.58 * em * text.length;

/** The spot whose text covers the fewest of `points`; the first of equal ones. */
function clearest(spots: readonly Spot[], text: string, em: number, points: readonly Point[]): Spot {
  const covered = spots.map((spot) => points.filter((point) => covers(spot, text, em, point)).length);
  return spots[covered.indexOf(Math.min(...covered))] as Spot;
}

function covers({ x, y, anchor }: Spot, text: string, em: number, [px, py]: Point): boolean {
  const width = widthOf(text, em);
  const left = anchor === 'start' ? x : x - width;
  return px > left - 0.3 * em && px < left + width + 0.3 * em && py > y - 1.05 * em && py < y + 0.4 * em;
}

/** Points along the straight pieces between `corners`, close enough that no text fits between two. */
function along(corners: readonly Point[], step: number): Point[] {
  return corners.slice(1).flatMap(([x, y], i) => {
    const [x0, y0] = corners[i] as Point;
    const count = Math.max(1, Math.ceil(Math.hypot(x - x0, y - y0) / step));
    return Array.from({ length: count }, (_, k): Point => {
      const t = (k + 1) / count;
      return [x0 + t * (x - x0), y0 + t * (y - y0)];
    });
  });
}

/** Above or below a curve, at its left or its right end. */
const beside = ([left, leftY]: Point, [right, rightY]: Point, em: number): Spot[] => [
  { x: right, y: rightY - 0.7 * em, anchor: 'end' },
  { x: right, y: rightY + 1.5 * em, anchor: 'end' },
  { x: left, y: leftY + 1.5 * em, anchor: 'start' },
  { x: left, y: leftY - 0.7 * em, anchor: 'start' },
];

/** The baseline's error as predicted from its bias and its noise. */
export const predicted = (p: ErrorPoint): number => Math.hypot(p.bias, p.noise);

/** First the label of the new structure (`text`), then those of the parts of the baseline's error. */
export function spotsOf(
  { points, own }: ErrorCurve,
  noisy: boolean,
  text: string,
  place: (alpha: number, value: number) => Point,
  em: number,
): { own: Spot; baseline: Spot; noise: Spot; bias: Spot } {
  const bias = (p: ErrorPoint) => p.bias;
  const noise = (p: ErrorPoint) => p.noise;
  const flat = () => own.rmse;
  const curve = (value: (p: ErrorPoint) => number) => points.map((p) => place(p.alpha, value(p)));
  const sides = (value: (p: ErrorPoint) => number): Spot[] => {
    const corners = curve(value);
    return beside(corners[0] as Point, corners.at(-1) as Point, em);
  };
  const dots = (corners: readonly Point[]) => along(corners, 0.5 * em);
  const lines = [predicted, bias, noise].flatMap((value) => dots(curve(value)));
  const ours = noisy ? clearest(sides(flat), text, em, lines) : (sides(flat)[2] as Spot);
  /** The places that a text takes. */
  const textAt = ({ x, y, anchor }: Spot, said: string) => {
    const end = x + (anchor === 'end' ? -1 : 1) * widthOf(said, em);
    return dots([
      [x, y - 0.4 * em],
      [end, y - 0.4 * em],
    ]);
  };
  const taken = [...lines, ...dots(curve(flat)), ...textAt(ours, text)];
  const baseline = clearest(sides(predicted), 'baseline', em, taken);
  taken.push(...textAt(baseline, 'baseline'));
  return {
    own: ours,
    baseline,
    noise: clearest(sides(noise), 'its noise alone', em, taken),
    bias: clearest(sides(bias).reverse(), 'its bias alone', em, taken),
  };
}
