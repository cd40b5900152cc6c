// Type conversions, and the detours through int64 and int32 that onnxruntime needs where it has no kernel
// for uint32 or bool.
import type { Context } from './run-time-shape.ts';
import { type Dtype, type Tensor, TYPE_CODE } from './tensor.ts';
import type { View } from './view.ts';

/** Between integers modulo 2³², from a float towards zero, to bool by "not zero", as in jax-js. */
export function emitCast(ctx: Context, tensor: Tensor, dtype: Dtype): Tensor {
  if (tensor.dtype === dtype) return tensor;
  const value = ctx.graph.scalarValue(tensor);
  if (value !== undefined && Number.isInteger(value) && dtype !== 'bool')
    return ctx.graph.scalar(dtype, value);
  // A negative float becomes 0 as an unsigned integer; C++ leaves that open.
  if (tensor.dtype === 'float32' && dtype === 'uint32')
    return emitCast(ctx, clipNegative(ctx, tensor), dtype);
  return ctx.graph.node('Cast', [tensor], { dtype, shape: tensor.shape }, { to: TYPE_CODE[dtype] });
}

function clipNegative(ctx: Context, tensor: Tensor): Tensor {
  const positive = ctx.graph.node('Relu', [tensor], tensor);
  return emitCast(ctx, positive, 'int64');
}

/** A view cast before it is broadcast: the conversion costs only the numbers that are there. */
export const castView = (ctx: Context, view: View, dtype: Dtype): View => ({
  ...view,
  base: emitCast(ctx, view.base, dtype),
});

/** The type in which onnxruntime computes an operator, by the type that the model asks for. */
export type Detour = Partial<Record<Dtype, Dtype>>;
export const WIDE_UNSIGNED: Detour = { uint32: 'int64' };
export const WIDE_AND_BOOL: Detour = { uint32: 'int64', bool: 'int32' };
