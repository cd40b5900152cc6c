/** Small golden inputs: few Gaussians in sight, few neurons at work, round numbers, so that models.json stays short. */
import { float32, scalar } from '#lib/lab/tensor.ts';
import type { Lab, Tensor } from '#lib/notebook/types.ts';
import { drivePose } from './camera.ts';
import { HEAT_BIAS, LAYERS, START_HEAT, WEIGHTS } from './detector.ts';
import { HIDDEN, layersOf, PARTS, partsOf, ROW, type Gaussians, type NetName } from './gaussians.ts';
import { splatInputs } from './render.ts';
import { GAUSSIANS as N, HEIGHT, WIDTH } from './settings.ts';
import { project } from './splat.ts';

/** Gaussians in sight; the others stand behind the camera. */
const IN_SIGHT = 24;
/** Neurons per layer that have weights. */
const AT_WORK = 3;
/** Every so many numbers one of the detector's kernels is not 0: enough for all outputs to depend on the image. */
const APART = 29;
/** Pixels of a golden input. Graphs take any number; an engine has to start in software, too. */
const SAMPLED = 60;

const sixteenths = (value: number) => Math.round(16 * value) / 16;

/** A row of parameters in which nearly everything is 0. */
export function goldenRow(lab: Lab): Gaussians {
  const parts = partsOf(new Float32Array(ROW));
  const random = lab.random('golden');
  const around = (spread: number) => sixteenths(spread * random.normal());
  for (let i = 0; i < N; i++) {
    parts.q[4 * i] = 1;
    parts.x[3 * i + 2] = -20;
    if (i >= IN_SIGHT) continue;
    parts.x.set([around(2), 1.5 + around(0.7), 4 + i / 2], 3 * i);
    parts.s.set([around(0.5) - 1, around(0.5) - 1, around(0.5) - 1], 3 * i);
    parts.q.set([1, around(0.3), around(0.3), around(0.3)], 4 * i);
    parts.c.set([random.integer(9) / 8, random.integer(9) / 8, random.integer(9) / 8], 3 * i);
    parts.o[i] = around(1);
    parts.d[i] = around(0.5);
  }
  parts.sky.set([0.5, 0.625, 0.75, 0.875, 0.875, 0.875]);
  for (const net of ['move', 'dem', 'oem'] as const) fill(parts[net], net, () => around(0.25));
  return parts;
}

function fill(flat: Float32Array, net: NetName, draw: () => number): void {
  let from = 0;
  layersOf(net).forEach((shape, layer) => {
    const [rows, columns] = shape.length === 2 ? (shape as [number, number]) : [1, shape[0] as number];
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        const hidden = layer > 0 && shape.length === 2 && rows === HIDDEN;
        if ((!hidden || i < AT_WORK) && (columns !== HIDDEN || j < AT_WORK))
          flat[from + i * columns + j] = draw();
      }
    from += rows * columns;
  });
}

const switches = { moves: scalar(1), enhanced: scalar(1) };

export function goldenGrad(lab: Lab): Record<string, Tensor> {
  const row = goldenRow(lab);
  const { R, o } = drivePose(2.5);
  return {
    ...Object.fromEntries(PARTS.map(({ name, shape }) => [name, float32(row[name], shape)])),
    t: scalar(6),
    R: float32(R, [3, 3]),
    origin: float32(o, [3]),
    pix: float32(
      Array.from(
        { length: 2 * SAMPLED },
        (_, i) => (i % 2 ? ((i >> 1) * 7) % HEIGHT : ((i >> 1) * 13) % WIDTH) + 0.5,
      ),
      [SAMPLED, 2],
    ),
    target: float32(
      Array.from({ length: 3 * SAMPLED }, (_, i) => ((i * 5) % 9) / 8),
      [SAMPLED, 3],
    ),
    ...switches,
  };
}

export function goldenDeform(lab: Lab): Record<string, Tensor> {
  const { x, s, o, d, t, move, dem, oem } = goldenGrad(lab) as Record<string, Tensor>;
  return { x, s, o, d, t, move, dem, oem, ...switches } as Record<string, Tensor>;
}

export function goldenSplat(lab: Lab): Record<string, Tensor> {
  const row = goldenRow(lab);
  const placed = { x: Float64Array.from(row.x), o: Float64Array.from(row.o) };
  const inputs = splatInputs(project(row, placed, drivePose(2.5)));
  const round = ({ data, shape }: Tensor<Float32Array>) => float32(data.map(sixteenths), shape);
  const pix = Array.from(
    { length: 2 * SAMPLED },
    (_, i) => (i % 2 ? (i >> 1) % HEIGHT : ((i >> 1) * 5) % WIDTH) + 0.5,
  );
  return {
    ...Object.fromEntries(Object.entries(inputs).map(([name, one]) => [name, round(one)])),
    conic: float32(
      inputs.conic.data.map((value) => Math.fround(Number(value.toPrecision(3)))),
      inputs.conic.shape,
    ),
    pix: float32(pix, [SAMPLED, 2]),
  };
}

/** A flat-coloured image with one bright rectangle, and detector weights that are mostly 0. */
export function goldenDetector(lab: Lab): { weights: Tensor; rgb: Float32Array } {
  const random = lab.random('golden detector');
  const values = new Float32Array(WEIGHTS);
  let from = 0;
  for (const [inputs, outputs] of LAYERS) {
    const kernels = 9 * inputs * outputs;
    for (let i = 0; i < kernels; i += APART) values[from + i] = sixteenths(0.5 * random.normal());
    // Never 0: a ReLU that gets exactly 0 has no derivative that could be compared.
    for (let i = kernels; i < kernels + outputs; i++) values[from + i] = (2 * random.integer(64) - 63) / 256;
    from += kernels + outputs;
  }
  // As at the start of training, when cars are held to be rare.
  values[HEAT_BIAS] = START_HEAT;
  const rgb = Float32Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    return x > 20 && x < 34 && y > 14 && y < 24 ? ([0.75, 0.25, 0.125][i % 3] as number) : 0.5;
  });
  return { weights: float32(values, [WEIGHTS]), rgb };
}
