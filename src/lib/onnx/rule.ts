// The contract between the lowering loop and the rule of each primitive.
import type { Equation, Variable } from './program.ts';
import type { Context } from './run-time-shape.ts';
import type { View } from './view.ts';

/** One equation to lower. */
export interface Call {
  readonly eqn: Equation;
  /** The type of the first result, which for most primitives is the only one. */
  readonly output: Variable;
  /** Whether every use of the result puts the reduced axes back with size one. */
  readonly keepAxes: boolean;
}

/** Writes the nodes of a primitive and returns its results. */
export type Rule = (ctx: Context, call: Call, views: readonly View[]) => readonly View[];
export type Rules = Readonly<Record<string, Rule>>;
