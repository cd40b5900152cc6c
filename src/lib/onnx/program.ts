// The exporter's own view of a traced function: jax-js's jaxpr with nested jit inlined, its scalars and
// captured arrays told apart, and sizes that may be symbolic. Every parameter that holds sizes is a list of
// numbers in one trace and becomes a list of `Dim`s once several traces are united.
import type { Dim, Shape } from './dimension.ts';
import type { Dtype } from './tensor.ts';

export interface Variable {
  readonly kind: 'variable';
  readonly id: number;
  readonly dtype: Dtype;
  readonly weak: boolean;
  readonly shape: Shape;
}

/** A scalar written into the model; one value per trace if it depends on a symbolic size (a mean's 1/n). */
export interface Literal {
  readonly kind: 'literal';
  readonly dtype: Dtype;
  readonly weak: boolean;
  readonly shape: readonly [];
  readonly value: Dim;
}

export type Atom = Variable | Literal;

export interface Equation {
  readonly primitive: string;
  readonly inputs: readonly Atom[];
  /** As jax-js has them: axes and sizes (numbers, lists, pairs), names of operations, flags. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Variable[];
  readonly text: string;
  /** Finds the line of the model, by tracing once more: only worth it when there is an error to report. */
  readonly source: () => string | undefined;
}

/** An array that the model captured, with its contents in each trace where they differ. */
export interface Captured {
  readonly variable: Variable;
  readonly data: readonly ArrayLike<number>[];
}

export interface Program {
  readonly inputs: readonly Variable[];
  readonly captured: readonly Captured[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];
}
