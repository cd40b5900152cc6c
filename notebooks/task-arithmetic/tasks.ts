/** The fine-tunings of a run: loaded where they were trained ahead (seed 0), else trained here, the one in use first. */
import { floats, float32 } from '#lib/lab/tensor.ts';
import type { Jax, Lab } from '#lib/notebook/types.ts';
import { taskVector, type TaskVector } from './arithmetic.ts';
import { tenth, TENTHS } from './axes.ts';
import { TASKS, unflat } from './grid.ts';
import { batchesOf, fineTune, startWeights, type FineTuning, type Weights } from './training.ts';
import { drawBasis, firstPattern, kindsOf, secondPattern } from './world.ts';

/** Seed of the shipped fine-tunings. */
const SHIPPED = 0;
/** Steps between two frames: about 40 ms. */
const STRIDE = 8;

interface Tuned {
  readonly weights: Weights;
  readonly loss: readonly number[];
}

/** A fine-tuning follows from seed and task alone, so a second run under the same seed need not repeat it. */
const remembered = new WeakMap<Jax, Map<string, Tuned>>();

export interface Tasks {
  readonly basis: readonly Float64Array[];
  readonly start: Weights;
  /** Task vectors at hand: 'one', or tenths of α for task 2. */
  readonly vectors: Map<'one' | number, TaskVector>;
  /** Losses, step by step, of what was trained here; shipped weights have none. */
  readonly curves: ReadonlyMap<'one' | number, readonly number[]>;
  /** The fine-tuning that goes on. */
  tuning: { name: string; loss: number[] } | null;
  /** Trains a little on what is missing, the task at this α first. False when there is nothing left to train. */
  more(alpha: number): Promise<boolean>;
  dispose(): void;
}

export async function openTasks(lab: Lab, fresh: boolean): Promise<Tasks> {
  const basis = drawBasis(lab);
  const start = startWeights(lab);
  const vectors = new Map<'one' | number, TaskVector>();
  const curves = new Map<'one' | number, readonly number[]>();
  if (lab.seed === SHIPPED && !fresh) await load(lab, start, vectors);
  let going: { key: 'one' | number; run: FineTuning } | undefined;
  const tasks: Tasks = {
    basis,
    start,
    vectors,
    curves,
    tuning: null,
    async more(alpha) {
      going ??= await begin(alpha);
      if (!going) return false;
      const { key, run } = going;
      await run.advance(STRIDE);
      tasks.tuning = { name: nameOf(key), loss: [...run.loss] };
      if (run.done) {
        const tuned = { weights: await run.weights(), loss: run.loss };
        keep(key, tuned);
        (await memory(lab)).set(`${lab.seed} ${key}`, tuned);
        run.dispose();
        going = undefined;
        tasks.tuning = null;
      }
      return true;
    },
    dispose: () => going?.run.dispose(),
  };
  const keep = (key: 'one' | number, { weights, loss }: Tuned) => {
    vectors.set(key, taskVector(start, weights));
    curves.set(key, loss);
  };
  async function begin(alpha: number) {
    for (;;) {
      const key = nextKey(vectors, tenth(alpha));
      if (key === undefined) return undefined;
      const known = fresh ? undefined : (await memory(lab)).get(`${lab.seed} ${key}`);
      if (!known) {
        const mu = key === 'one' ? firstPattern(basis) : secondPattern(basis, key / 10);
        const batches = batchesOf(lab, key === 'one' ? 1 : 2);
        return { key, run: await fineTune(lab, start, kindsOf(basis, mu), batches) };
      }
      keep(key, known);
    }
  }
  return tasks;
}

async function memory(lab: Lab): Promise<Map<string, Tuned>> {
  const jax = await lab.jax();
  let map = remembered.get(jax);
  if (!map) remembered.set(jax, (map = new Map()));
  return map;
}

/** Task 1, then task 2 at the α in use, then outwards from it. */
function nextKey(vectors: ReadonlyMap<'one' | number, unknown>, now: number): 'one' | number | undefined {
  if (!vectors.has('one')) return 'one';
  const order = [...TENTHS].sort((a, b) => Math.abs(a - now) - Math.abs(b - now) || a - b);
  return order.find((key) => !vectors.has(key));
}

export const nameOf = (key: 'one' | number) =>
  key === 'one' ? 'task 1' : `task 2 at α = ${(key / 10).toFixed(1).replace('-', '−')}`;

async function load(lab: Lab, start: Weights, vectors: Map<'one' | number, TaskVector>): Promise<void> {
  const model = await lab.model('ta_grid');
  const unit = new Float32Array(TASKS * TASKS);
  for (let i = 0; i < TASKS; i++) unit[i * TASKS + i] = 1;
  const { weights } = await model.run({ lambda: float32(unit, [TASKS, TASKS]) });
  const rows = floats(weights);
  const size = rows.length / TASKS;
  for (let i = 0; i < TASKS; i++) {
    const tuned = unflat(rows.subarray(i * size, (i + 1) * size));
    vectors.set(i === 0 ? 'one' : (TENTHS[i - 1] as number), taskVector(start, tuned));
  }
}
