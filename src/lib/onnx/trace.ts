// From a function over jax-js arrays to a `Program`, at one size of its inputs.
import { type Array as JaxArray, type Jaxpr, makeJaxpr, numpy as np } from '@jax-js/jax';
import type { Atom, Captured, Equation, Program, Variable } from './program.ts';
import { sourceOfEquation } from './source-line.ts';
import type { Dtype } from './tensor.ts';

export interface ArraySpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** A function over arrays that has already been flattened: a list in, a list out. */
export type FlatFunction = (...arrays: JaxArray[]) => JaxArray[];

type JaxEquation = Jaxpr['eqns'][number];
type JaxAtom = Jaxpr['outs'][number];

/**
 * Traces `fn` with jax-js. Arrays that it captures are read out of their closures, so `fn` should take
 * them with `.ref`: it is called once per trace.
 */
export function trace(fn: FlatFunction, specs: readonly ArraySpec[]): Program {
  const closed = makeTrace(fn, specs);
  const jaxpr = closed.jaxpr.flatten().simplify();
  const reader = new Reader(fn, specs);
  const captureCount = closed.consts.length;
  const inputs = jaxpr.inBinders.slice(captureCount).map((v) => reader.variable(v));
  const used = usedVariables(jaxpr);
  const captured: Captured[] = [];
  for (const [i, array] of closed.consts.entries()) {
    const binder = jaxpr.inBinders[i];
    if (!binder || !used.has(binder)) continue;
    captured.push({ variable: reader.variable(binder), data: [readArray(array)] });
  }
  const equations = jaxpr.eqns.map((eqn, i) => reader.equation(eqn, i));
  const outputs = jaxpr.outs.map((atom) => reader.atom(atom));
  closed.dispose();
  return { inputs, captured, equations, outputs };
}

/** Runs makeJaxpr on zeros, which jax-js never stores: it reads only their shapes and types. */
export function makeTrace(fn: FlatFunction, specs: readonly ArraySpec[]) {
  const zeros = specs.map(({ shape, dtype }) => np.zeros([...shape], { dtype: jaxDtype(dtype) }));
  try {
    return makeJaxpr(fn)(...zeros).jaxpr;
  } finally {
    for (const array of zeros) array.dispose();
  }
}

/** jax-js has no 64-bit integers: an int64 input is an int32 in the traced function. */
function jaxDtype(dtype: Dtype) {
  const { float32, float64, int32, uint32, bool } = np;
  return { float32, float64, int32, int64: int32, uint32, bool }[dtype];
}

function usedVariables(jaxpr: Jaxpr): Set<JaxAtom> {
  return new Set([...jaxpr.eqns.flatMap((eqn) => eqn.inputs), ...jaxpr.outs]);
}

function readArray(value: unknown): ArrayLike<number> {
  const array = value as JaxArray;
  return array.ref.dataSync();
}

/** Numbers the variables of one jaxpr. */
class Reader {
  private readonly variables = new Map<unknown, Variable>();
  private readonly fn: FlatFunction;
  private readonly specs: readonly ArraySpec[];

  constructor(fn: FlatFunction, specs: readonly ArraySpec[]) {
    this.fn = fn;
    this.specs = specs;
  }

  variable(v: JaxEquation['outBinders'][number]): Variable {
    const known = this.variables.get(v);
    if (known) return known;
    const { shape, dtype, weakType } = v.aval;
    const made: Variable = {
      kind: 'variable',
      id: this.variables.size,
      dtype: checkDtype(dtype),
      weak: weakType,
      shape,
    };
    this.variables.set(v, made);
    return made;
  }

  atom(atom: JaxAtom): Atom {
    if (!('value' in atom)) return this.variable(atom);
    const { dtype, weakType } = atom.aval;
    return {
      kind: 'literal',
      dtype: checkDtype(dtype),
      weak: weakType,
      shape: [],
      value: Number(atom.value),
    };
  }

  equation(eqn: JaxEquation, index: number): Equation {
    return {
      primitive: eqn.primitive,
      inputs: eqn.inputs.map((atom) => this.atom(atom)),
      params: eqn.params,
      outputs: eqn.outBinders.map((v) => this.variable(v)),
      text: eqn.toString().replace(/\s+/g, ' '),
      source: () => sourceOfEquation(this.fn, this.specs, index),
    };
  }
}

function checkDtype(dtype: string): Dtype {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'uint32' || dtype === 'bool') return dtype;
  throw new TypeError(`arrays of ${dtype} are not exported; use float32, int32, uint32 or bool`);
}
