// Lowers a program into a graph: one rule per primitive, values kept as lazy views in between.
import { contract } from './contract.ts';
import { capturedTensor } from './captured.ts';
import { type Dim, sameShape, type Shape } from './dimension.ts';
import { elementwiseRules } from './elementwise-rules.ts';
import { SymbolicShapeError, UnsupportedPrimitiveError } from './errors.ts';
import { indexRules } from './index-rules.ts';
import { movementRules } from './movement-rules.ts';
import type { Atom, Equation, Program, Variable } from './program.ts';
import { reduce } from './reduce.ts';
import type { Rule, Rules } from './rule.ts';
import { type Context, symbolicScalar } from './run-time-shape.ts';
import { type View, viewOf } from './view.ts';
import { windowRules } from './window-rules.ts';

const dot: Rule = (ctx, { output }, [x, y]) => {
  if (!x || !y) throw new Error('dot needs two operands');
  const shape = broadcastShape(x.shape, y.shape);
  return [contract(ctx, [x, y], shape, [shape.length - 1], output.dtype)];
};

const rules: Rules = { ...elementwiseRules, ...movementRules, ...indexRules, ...windowRules, reduce, dot };

const HINTS: Readonly<Record<string, string>> = {
  random_bits: 'chance must enter as an input: draw the noise outside the graph',
  bitcast: 'ONNX cannot reinterpret bits; if this comes from jax.random, pass the noise as an input',
  cholesky: 'ONNX has no solver: unroll the elimination or use conjugate-gradient steps',
  triangular_solve: 'ONNX has no solver: unroll the elimination or use conjugate-gradient steps',
};

/** Writes a program's nodes for the given inputs and returns its outputs as views. */
export function lower(ctx: Context, program: Program, inputs: readonly View[]): View[] {
  return new Lowering(ctx, program).run(inputs);
}

class Lowering {
  private readonly values = new Map<number, View>();
  private readonly uses = new Map<number, Equation[]>();
  /** Products whose only use is a sum: they are contracted there, not written out. */
  private readonly products = new Map<
    number,
    { readonly views: readonly [View, View]; readonly shape: Shape }
  >();
  private readonly ctx: Context;
  private readonly program: Program;

  constructor(ctx: Context, program: Program) {
    this.ctx = ctx;
    this.program = program;
    for (const eqn of program.equations) {
      for (const atom of eqn.inputs) {
        if (atom.kind === 'variable') this.noteUse(atom.id, eqn);
      }
    }
  }

  private noteUse(id: number, eqn: Equation): void {
    const known = this.uses.get(id);
    if (known) known.push(eqn);
    else this.uses.set(id, [eqn]);
  }

  run(inputs: readonly View[]): View[] {
    for (const [i, variable] of this.program.inputs.entries()) {
      const view = inputs[i];
      if (view) this.values.set(variable.id, view);
    }
    for (const captured of this.program.captured) {
      this.values.set(captured.variable.id, capturedTensor(this.ctx, captured));
    }
    for (const eqn of this.program.equations) this.step(eqn);
    return this.program.outputs.map((atom) => this.read(atom));
  }

  private step(eqn: Equation): void {
    const [output] = eqn.outputs;
    if (!output) return;
    try {
      if (this.postpone(eqn, output) || this.contractProduct(eqn, output)) return;
      const rule = rules[eqn.primitive];
      if (!rule)
        throw new UnsupportedPrimitiveError(eqn.primitive, eqn.text, eqn.source(), HINTS[eqn.primitive]);
      const call = { eqn, output, keepAxes: this.putsAxesBack(eqn, output) };
      const results = rule(
        this.ctx,
        call,
        eqn.inputs.map((atom) => this.read(atom)),
      );
      for (const [i, variable] of eqn.outputs.entries()) this.write(variable, results[i], eqn);
    } catch (error) {
      if (error instanceof SymbolicShapeError && !error.equation) {
        throw new SymbolicShapeError(error.reason, `${eqn.text}${located(eqn)}`);
      }
      throw error;
    }
  }

  private write(variable: Variable, view: View | undefined, eqn: Equation): void {
    if (!view || view.base.dtype !== variable.dtype || !sameShape(view.shape, variable.shape)) {
      throw new Error(`the lowering of '${eqn.text}' has the wrong type`);
    }
    this.values.set(variable.id, view);
  }

  private read(atom: Atom): View {
    if (atom.kind === 'literal') return viewOf(this.literal(atom.dtype, atom.value));
    const view = this.values.get(atom.id);
    if (!view) throw new Error(`a variable is read before it is written`);
    return view;
  }

  private literal(dtype: Variable['dtype'], value: Dim) {
    return typeof value === 'number'
      ? this.ctx.graph.scalar(dtype, value)
      : symbolicScalar(this.ctx, dtype, value);
  }

  /** Holds back a product that is only summed, so that the two become one contraction. */
  private postpone(eqn: Equation, output: Variable): boolean {
    const [use, ...others] = this.uses.get(output.id) ?? [];
    if (eqn.primitive !== 'mul' || output.dtype !== 'float32' || others.length > 0) return false;
    if (use?.primitive !== 'reduce' || use.params['op'] !== 'Add') return false;
    if (this.isOutput(output)) return false;
    const [x, y] = eqn.inputs.map((atom) => this.read(atom));
    if (!x || !y) return false;
    this.products.set(output.id, { views: [x, y], shape: output.shape });
    return true;
  }

  private isOutput({ id }: Variable): boolean {
    return this.program.outputs.some((atom) => atom.kind === 'variable' && atom.id === id);
  }

  private contractProduct(eqn: Equation, output: Variable): boolean {
    const [atom] = eqn.inputs;
    const held = atom?.kind === 'variable' ? this.products.get(atom.id) : undefined;
    if (!held) return false;
    const axes = eqn.params['axis'] as number[];
    this.write(output, contract(this.ctx, held.views, held.shape, axes, output.dtype), eqn);
    return true;
  }

  /** Whether a reduction's result is only ever reshaped to have its axes back with size one. */
  private putsAxesBack(eqn: Equation, output: Variable): boolean {
    const [source] = eqn.inputs;
    if (eqn.primitive !== 'reduce' || !source || this.isOutput(output)) return false;
    const axes = eqn.params['axis'] as number[];
    const kept = source.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
    const uses = this.uses.get(output.id) ?? [];
    return uses.every((use) => use.primitive === 'reshape' && sameShape(use.outputs[0]?.shape ?? [], kept));
  }
}

function located(eqn: Equation): string {
  const source = eqn.source();
  return source ? `\n  at: ${source}` : '';
}

function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i): Dim => {
    const [p, q] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return p === 1 ? q : p;
  });
}
