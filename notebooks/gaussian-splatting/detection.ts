/** From the detector's outputs to boxes with scores, and from those to precision, recall and average precision. */
import { floats, float32 } from '#lib/lab/tensor.ts';
import type { Lab } from '#lib/notebook/types.ts';
import { iou, type Box } from './boxes.ts';
import { CELLS, COLUMNS, detectorInput, ROWS, STRIDE, WEIGHTS } from './detector.ts';
import { HEIGHT, WIDTH } from './settings.ts';

export interface Detection {
  readonly box: Box;
  readonly score: number;
}

const LEAST_SCORE = 0.02;

/** Cells that are hottest among their eight neighbours. heat: [CELLS]; offsets, sizes: [2, CELLS]. */
export function decode(
  heat: ArrayLike<number>,
  offsets: ArrayLike<number>,
  sizes: ArrayLike<number>,
): Detection[] {
  const found: Detection[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const score = heat[cell] as number;
    const [i, j] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    if (score < LEAST_SCORE || !isPeak(heat, i, j)) continue;
    const x = (i + (offsets[cell] as number)) * STRIDE;
    const y = (j + (offsets[CELLS + cell] as number)) * STRIDE;
    const [wide, high] = [sizes[cell] as number, sizes[CELLS + cell] as number];
    const clip = (value: number, most: number) => Math.min(most, Math.max(0, value));
    found.push({
      score,
      box: {
        x0: clip(x - wide / 2, WIDTH),
        y0: clip(y - high / 2, HEIGHT),
        x1: clip(x + wide / 2, WIDTH),
        y1: clip(y + high / 2, HEIGHT),
      },
    });
  }
  return found;
}

function isPeak(heat: ArrayLike<number>, i: number, j: number): boolean {
  const score = heat[j * COLUMNS + i] as number;
  for (let dj = -1; dj <= 1; dj++)
    for (let di = -1; di <= 1; di++) {
      const [x, y] = [i + di, j + dj];
      if (x < 0 || y < 0 || x >= COLUMNS || y >= ROWS) continue;
      if ((heat[y * COLUMNS + x] as number) > score) return false;
    }
  return true;
}

/** What a detector with these weights finds on an image. */
export async function detectCars(
  lab: Lab,
  weights: Float32Array,
  rgb: ArrayLike<number>,
): Promise<Detection[]> {
  const graph = await lab.model('det');
  const out = await graph.run({
    weights: float32(weights, [WEIGHTS]),
    img: float32(detectorInput(rgb), [1, 5, HEIGHT, WIDTH]),
  });
  return decode(floats(out.heat), floats(out.offsets), floats(out.sizes));
}

/** One point of a precision–recall curve. */
export interface Point {
  readonly recall: number;
  readonly precision: number;
}
export interface Exam {
  /** From the highest score downwards. */
  readonly curve: readonly Point[];
  /** Area under the curve once precision is made not to rise with recall. */
  readonly ap: number;
}

/** A detection counts as right where its IoU with a box that no better one has taken is at least this. */
const OVERLAP = 0.5;

/** Average precision over images, each with its detections and the boxes that are truly there. */
export function averagePrecision(
  images: readonly { found: readonly Detection[]; truth: readonly Box[] }[],
): Exam {
  const all = images.flatMap(({ found }, image) => found.map((one) => ({ ...one, image })));
  all.sort((a, b) => b.score - a.score);
  const taken = images.map(() => new Set<number>());
  const total = images.reduce((sum, { truth }) => sum + truth.length, 0);
  let right = 0;
  const curve = all.map(({ box, image }, n): Point => {
    const { truth } = images[image] as (typeof images)[number];
    let best = -1;
    let most = OVERLAP;
    truth.forEach((one, i) => {
      const overlap = taken[image]?.has(i) ? 0 : iou(one, box);
      if (overlap >= most) [best, most] = [i, overlap];
    });
    if (best >= 0) {
      taken[image]?.add(best);
      right++;
    }
    return { recall: total > 0 ? right / total : 0, precision: right / (n + 1) };
  });
  let [ap, ceiling] = [0, 0];
  for (let n = curve.length - 1; n >= 0; n--) {
    const { recall, precision } = curve[n] as Point;
    ceiling = Math.max(ceiling, precision);
    ap += (recall - (curve[n - 1]?.recall ?? 0)) * ceiling;
  }
  return { curve, ap };
}
