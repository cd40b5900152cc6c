// Unites traces of one function at different sizes into one program whose sizes are tuples, one entry per
// trace. It insists that the traces have the same equations, wired alike: whatever else differs is an error
// that names the equation, never a guess.
import { dimOf, type Dim } from './dimension.ts';
import { SymbolicShapeError } from './errors.ts';
import type { Atom, Captured, Equation, Program, Variable } from './program.ts';

/** All programs come from the same function; the t-th was traced at the t-th sample of every symbol. */
export function unite(programs: readonly Program[]): Program {
  const [first, ...rest] = programs;
  if (!first) throw new Error('nothing was traced');
  if (rest.length === 0) return first;
  for (const other of rest) checkLength(first, other);
  const nth = <T>(pick: (program: Program) => readonly T[], i: number): T[] =>
    programs.map((program) => pick(program)[i] as T);
  return {
    inputs: first.inputs.map((_, i) => uniteVariables(nth((p) => p.inputs, i))),
    captured: first.captured.map((_, i) => uniteCaptured(nth((p) => p.captured, i))),
    equations: first.equations.map((_, i) => uniteEquations(nth((p) => p.equations, i))),
    outputs: first.outputs.map((_, i) =>
      uniteAtoms(
        nth((p) => p.outputs, i),
        'the outputs',
      ),
    ),
  };
}

function checkLength(a: Program, b: Program): void {
  const differs = a.equations.findIndex((eqn, i) => eqn.primitive !== b.equations[i]?.primitive);
  const at = differs >= 0 ? differs : a.equations.length;
  if (differs >= 0 || a.equations.length !== b.equations.length) {
    const where = a.equations[at]?.text ?? b.equations[at]?.text;
    throw new SymbolicShapeError(
      'at another size the function runs different operations from here on',
      where,
    );
  }
  if (a.captured.length !== b.captured.length || a.outputs.length !== b.outputs.length) {
    throw new SymbolicShapeError('at another size the function captures or returns other arrays');
  }
}

function uniteVariables(versions: readonly Variable[], text = 'an input'): Variable {
  const [first] = versions as [Variable];
  if (versions.some((v) => v.id !== first.id || v.shape.length !== first.shape.length)) {
    throw new SymbolicShapeError('at another size the values are connected differently', text);
  }
  const shape = first.shape.map((_, axis) => uniteNumbers(versions.map((v) => v.shape[axis] ?? 0)));
  return { ...first, shape };
}

/** Each version holds one plain number. */
const uniteNumbers = (values: readonly Dim[]): Dim => dimOf(values.map(Number));

function uniteAtoms(versions: readonly Atom[], text: string): Atom {
  const [first] = versions as [Atom];
  if (first.kind === 'variable') {
    const variables = versions.filter((atom) => atom.kind === 'variable');
    if (variables.length === versions.length) return uniteVariables(variables, text);
  } else {
    const literals = versions.filter((atom) => atom.kind === 'literal');
    if (literals.length === versions.length) {
      return { ...first, value: uniteNumbers(literals.map((literal) => literal.value)) };
    }
  }
  throw new SymbolicShapeError('a value is a constant at one size and computed at another', text);
}

function uniteEquations(versions: readonly Equation[]): Equation {
  const [first] = versions as [Equation];
  const { text } = first;
  return {
    ...first,
    inputs: first.inputs.map((_, i) =>
      uniteAtoms(
        versions.map((eqn) => eqn.inputs[i] as Atom),
        text,
      ),
    ),
    outputs: first.outputs.map((_, i) =>
      uniteVariables(
        versions.map((eqn) => eqn.outputs[i] as Variable),
        text,
      ),
    ),
    params: uniteParams(
      versions.map((eqn) => eqn.params),
      text,
    ) as Record<string, unknown>,
  };
}

function uniteParams(versions: readonly unknown[], text: string): unknown {
  const [first] = versions;
  if (typeof first === 'number') return uniteNumbers(versions as number[]);
  if (Array.isArray(first)) {
    const lists = versions as unknown[][];
    if (lists.some((list) => list.length !== first.length)) {
      throw new SymbolicShapeError('a parameter has more entries at another size', text);
    }
    return first.map((_, i) =>
      uniteParams(
        lists.map((list) => list[i]),
        text,
      ),
    );
  }
  if (typeof first === 'object' && first !== null) {
    const records = versions as Record<string, unknown>[];
    return Object.fromEntries(
      Object.keys(first).map((key) => [
        key,
        uniteParams(
          records.map((record) => record[key]),
          text,
        ),
      ]),
    );
  }
  if (versions.some((value) => value !== first)) {
    throw new SymbolicShapeError('a parameter differs at another size', text);
  }
  return first;
}

function uniteCaptured(versions: readonly Captured[]): Captured {
  return {
    variable: uniteVariables(
      versions.map((c) => c.variable),
      'a captured array',
    ),
    data: versions.flatMap((c) => c.data),
  };
}
