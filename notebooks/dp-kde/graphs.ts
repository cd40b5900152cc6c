/** Outputs of the 64-bit graphs. */
import type { Tensor } from '#lib/notebook/types.ts';

/** The data of a float64 output. @throws TypeError when the model gave something else. */
export function floats64(output: Tensor | undefined): Float64Array {
  if (output?.data instanceof Float64Array) return output.data;
  throw new TypeError(
    `Expected float64 data, got ${output === undefined ? 'no output' : output.data.constructor.name}.`,
  );
}
