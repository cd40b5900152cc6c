/**
 * Hitting times by the graph hit.onnx, made exact: its 32-bit sum of the Neumann series has an error near 10⁻⁷ times the
 * hitting time itself, so the residual is taken in float64 and the graph solves for the correction (iterative refinement).
 */
import { float32, floats } from '#lib/lab/tensor.ts';
import type { Model } from '#lib/notebook/types.ts';
import type { StepGraph } from './graph.ts';

/** Corrections after the first solution. */
const REFINEMENTS = 2;

/** h of every cluster: [K, N], 0 inside the target. P: [N, N]. */
export async function hittingByGraph(
  model: Model,
  P: Float64Array,
  { clusters: K, size }: StepGraph,
): Promise<Float64Array> {
  const N = K * size;
  const mask = Float64Array.from({ length: K * N }, (_, i) =>
    Math.floor((i % N) / size) === Math.floor(i / N) ? 0 : 1,
  );
  const run = async (b: Float64Array) => {
    const { h } = await model.run({
      P: float32(P, [N, N]),
      mask: float32(mask, [K, N]),
      b: float32(b, [K, N]),
    });
    return floats(h);
  };
  const h = Float64Array.from(await run(mask));
  for (let i = 0; i < REFINEMENTS; i++) {
    const residual = residualOf(P, mask, h, K, N);
    // Scaled to order one, so that float32 has all its digits for it.
    const scale = residual.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
    const correction = await run(residual.map((value) => value / scale));
    for (let j = 0; j < h.length; j++) h[j] = (h[j] as number) + scale * (correction[j] as number);
  }
  return h;
}

/** 1 − (I − A_l)h_l for every target l, in float64. */
function residualOf(
  P: Float64Array,
  mask: Float64Array,
  h: Float64Array,
  K: number,
  N: number,
): Float64Array {
  const residual = new Float64Array(K * N);
  for (let l = 0; l < K; l++) {
    for (let x = 0; x < N; x++) {
      if (mask[l * N + x] === 0) continue;
      let next = 0;
      for (let y = 0; y < N; y++) next += (P[x * N + y] as number) * (h[l * N + y] as number);
      residual[l * N + x] = 1 - (h[l * N + x] as number) + next;
    }
  }
  return residual;
}
