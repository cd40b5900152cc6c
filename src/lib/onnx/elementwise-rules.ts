// The elementwise primitives of jax-js, each with its ONNX operators.
import { castView, type Detour, emitCast, WIDE_AND_BOOL, WIDE_UNSIGNED } from './cast.ts';
import { mapElements, mapOperator } from './elementwise.ts';
import type { Rule, Rules } from './rule.ts';
import type { Context } from './run-time-shape.ts';
import type { Dtype, Tensor, TensorType } from './tensor.ts';
import type { View } from './view.ts';

/** jax-js's promotion of mixed operands: a number without a type of its own follows the other operand. */
const RANK: readonly Dtype[] = ['bool', 'uint32', 'int32', 'float32'];
function promoted(inputs: readonly { dtype: Dtype; weak: boolean }[]): Dtype {
  const strong = inputs.filter((input) => !input.weak);
  const considered = strong.length > 0 ? strong : inputs;
  const highest = Math.max(...considered.map((input) => RANK.indexOf(input.dtype)));
  const least = strong.length > 0 && strong.length < inputs.length ? 1 : 0;
  return RANK[Math.max(highest, least)] ?? 'float32';
}

const unary =
  (op: string, detour: Detour = {}): Rule =>
  (ctx, { output }, views) => [mapOperator(ctx, op, views, output, { detour })];

/** Between two numbers; bool has its own operator where onnxruntime has no arithmetic for it. */
const binary =
  (op: string, boolOp: string, detour: Detour = {}): Rule =>
  (ctx, { output }, views) => [
    mapOperator(ctx, output.dtype === 'bool' ? boolOp : op, views, output, { detour }),
  ];

/** Division that drops the fraction, of floats too. */
const idiv: Rule = (ctx, { output }, views) => {
  const quotient = mapOperator(ctx, 'Div', views, output, { detour: WIDE_AND_BOOL });
  return [output.dtype === 'float32' ? truncate(ctx, quotient) : quotient];
};

/** Towards zero: floor of the size, with the sign put back. */
function truncate(ctx: Context, view: View): View {
  return mapElements(ctx, [view], view.shape, 'float32', ([x], type) => {
    if (!x) throw new Error('truncate needs an operand');
    const size = ctx.graph.node('Floor', [ctx.graph.node('Abs', [x], type)], type);
    return ctx.graph.node('Mul', [ctx.graph.node('Sign', [x], type), size], type);
  });
}

const mod: Rule = (ctx, { output }, views) => [
  mapOperator(ctx, 'Mod', views, output, { detour: WIDE_AND_BOOL, attributes: { fmod: 1 } }),
];

const compare: Rule = (ctx, { eqn, output }, views) => {
  const dtype = promoted(eqn.inputs);
  const inner = WIDE_AND_BOOL[dtype] ?? dtype;
  const operands = views.map((view) => castView(ctx, view, inner));
  const op = { less: 'Less', less_equal: 'LessOrEqual' }[String(eqn.params['op'])] ?? 'Equal';
  const result = mapElements(ctx, operands, output.shape, 'bool', (tensors, type) => {
    const truth = ctx.graph.node(op, tensors, type);
    return eqn.params['op'] === 'not_equal' ? ctx.graph.node('Not', [truth], type) : truth;
  });
  return [result];
};

const where: Rule = (ctx, { output }, [condition, yes, no]) => {
  if (!condition || !yes || !no) throw new Error('where needs three operands');
  const inner = WIDE_AND_BOOL[output.dtype] ?? output.dtype;
  const views = [condition, castView(ctx, yes, inner), castView(ctx, no, inner)];
  const result = mapElements(ctx, views, output.shape, output.dtype, (tensors, type) =>
    emitCast(ctx, ctx.graph.node('Where', tensors, { ...type, dtype: inner }), output.dtype),
  );
  return [result];
};

const cast: Rule = (ctx, { output }, [view]) => (view ? [castView(ctx, view, output.dtype)] : []);

const bitCombine: Rule = (ctx, { eqn, output }, views) => {
  const name = { and: 'And', or: 'Or', xor: 'Xor' }[String(eqn.params['op'])] ?? 'Xor';
  return [mapOperator(ctx, output.dtype === 'bool' ? name : `Bitwise${name}`, views, output)];
};

/** ONNX shifts only unsigned numbers; jax-js shifts in zeros whatever the sign. */
const bitShift: Rule = (ctx, { eqn, output }, views) => {
  const direction = eqn.params['op'] === 'shl' ? 'LEFT' : 'RIGHT';
  const operands = views.map((view) => castView(ctx, view, 'uint32'));
  const result = mapElements(ctx, operands, output.shape, output.dtype, (tensors, type) =>
    emitCast(
      ctx,
      ctx.graph.node('BitShift', tensors, { ...type, dtype: 'uint32' }, { direction }),
      output.dtype,
    ),
  );
  return [result];
};

/** jax-js's approximation (Abramowitz and Stegun 7.1.26), since 1 - erf(x) would lose the small values. */
const erfc: Rule = (ctx, { output }, views) => [
  mapElements(ctx, views, output.shape, 'float32', ([x], type) => {
    if (!x) throw new Error('erfc needs an operand');
    return emitErfc(ctx, x, type);
  }),
];

function emitErfc(ctx: Context, x: Tensor, type: TensorType): Tensor {
  const { graph } = ctx;
  const number = (value: number): Tensor => graph.scalar('float32', value);
  const op = (name: string, ...inputs: Tensor[]): Tensor => graph.node(name, inputs, type);
  const size = op('Abs', x);
  const t = op('Reciprocal', op('Add', op('Mul', size, number(0.3275911)), number(1)));
  const coefficients = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const horner = coefficients
    .map(number)
    .reduce((sum, coefficient) => op('Add', op('Mul', sum, t), coefficient));
  const tail = op('Mul', op('Mul', horner, t), op('Exp', op('Neg', op('Mul', size, size))));
  const negative = graph.node('Less', [x, number(0)], { ...type, dtype: 'bool' });
  return op('Where', negative, op('Sub', number(2), tail), tail);
}

export const elementwiseRules: Rules = {
  add: binary('Add', 'Or', WIDE_UNSIGNED),
  mul: binary('Mul', 'And', WIDE_UNSIGNED),
  min: binary('Min', 'And'),
  max: binary('Max', 'Or'),
  idiv,
  mod,
  bit_combine: bitCombine,
  bit_shift: bitShift,
  neg: unary('Neg', WIDE_UNSIGNED),
  reciprocal: unary('Reciprocal'),
  floor: unary('Floor'),
  ceil: unary('Ceil'),
  sin: unary('Sin'),
  cos: unary('Cos'),
  asin: unary('Asin'),
  atan: unary('Atan'),
  exp: unary('Exp'),
  log: unary('Log'),
  sqrt: unary('Sqrt'),
  erf: unary('Erf'),
  erfc,
  stop_gradient: (_ctx, _call, views) => views.slice(0, 1),
  cast,
  compare,
  where,
};
