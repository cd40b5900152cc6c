/** The energy field of notebook 09 on its own: the graph, without frames, messages and drawing. */
import { float32, scalar } from '#lib/lab/tensor.ts';
import { viewGrid } from '#lib/charts/orthographic.ts';
import { evenPoints } from '#notebooks/hopfield-capacity/sphere.ts';
import { labOf } from './lab.ts';

const MEMORIES = 24;

/** Milliseconds of one field of size², the mean of `runs`. */
export async function fieldTime(size: number, runs: number): Promise<number> {
  const model = await (await labOf('hopfield-capacity', 0)).model('field');
  const q = viewGrid(3, size, { longitude: 0, latitude: 0 });
  const inputs = {
    q: float32(q, [size * size, 3]),
    Y: float32(Float32Array.from(evenPoints(3, MEMORIES)), [MEMORIES, 3]),
    beta: scalar(10),
  };
  await model.run(inputs);
  const start = performance.now();
  for (let i = 0; i < runs; i++) await model.run(inputs);
  return (performance.now() - start) / runs;
}
