// Sizes that may depend on symbols. A model is traced at several sizes of its symbolic dimensions, and a
// size *is* the tuple of its values in those traces: equality, products and quotients are then plain
// arithmetic. Only where the graph must compute a size at run time is the tuple fitted by a polynomial.

/** A size: a number where every trace agrees, otherwise one number per trace. */
export type Dim = number | readonly number[];
export type Shape = readonly Dim[];

/** A named dimension with the size that it has in each trace. */
export interface Sym {
  readonly name: string;
  readonly samples: readonly number[];
}

/** coefficient × Π symbol^power */
export interface Term {
  readonly coefficient: number;
  readonly powers: readonly number[];
}

export const sampleAt = (dim: Dim, trace: number): number =>
  typeof dim === 'number' ? dim : (dim[trace] ?? Number.NaN);

/** Collapses a tuple on which all traces agree. */
export function dimOf(samples: readonly number[]): Dim {
  const first = samples[0] ?? 0;
  return samples.every((value) => value === first) ? first : samples;
}

/** Applies an operation on sizes trace by trace. */
export function combine(operation: (...sizes: number[]) => number, ...dims: Dim[]): Dim {
  const traces = dims.find((dim) => typeof dim !== 'number')?.length ?? 1;
  return dimOf(Array.from({ length: traces }, (_, t) => operation(...dims.map((dim) => sampleAt(dim, t)))));
}

export const product = (dims: Shape): Dim => combine((...sizes) => sizes.reduce((a, b) => a * b, 1), ...dims);

export function same(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a.every((value, t) => value === b[t]);
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, i) => same(dim, b[i] ?? -1));

export const isStatic = (shape: Shape): shape is readonly number[] =>
  shape.every((dim) => typeof dim === 'number');

const PRIMES = [
  5, 11, 7, 17, 13, 23, 19, 31, 29, 41, 37, 47, 43, 59, 53, 67, 61, 73, 71, 83, 79, 97, 89, 103, 101, 109,
  107, 127, 113, 137, 131, 149, 139, 157, 151, 167, 163, 179, 173, 191, 181, 197, 193, 211, 199, 227,
];

/**
 * Chooses trace sizes for each symbol: primes, so that no size coincides with a factor of another, with two
 * more traces than there are coefficients to fit, so that a fit is always checked on sizes it has not seen.
 */
export function chooseSamples(names: readonly string[]): Sym[] {
  if (names.length === 0) return [];
  const traces = exponents(names.length).length + 2;
  return names.map((name, s) => ({
    name,
    samples: Array.from({ length: traces }, (_, t) => PRIMES[(t * (2 * s + 1) + 7 * s) % PRIMES.length] ?? 5),
  }));
}

/** The monomials that a size may contain: every product of distinct symbols, and the square of each. */
export function exponents(symbols: number): number[][] {
  const subsets = Array.from({ length: 2 ** symbols }, (_, mask) =>
    Array.from({ length: symbols }, (_, s) => (mask >> s) & 1),
  );
  const squares = Array.from({ length: symbols }, (_, k) =>
    Array.from({ length: symbols }, (_, s) => (s === k ? 2 : 0)),
  );
  return [...subsets, ...squares];
}

/** Writes a size as a polynomial with integer coefficients in the symbols, or returns undefined. */
export function fitPolynomial(dim: Dim, symbols: readonly Sym[]): Term[] | undefined {
  if (typeof dim === 'number') return [{ coefficient: dim, powers: symbols.map(() => 0) }];
  const monomials = exponents(symbols.length);
  const monomialAt = (powers: readonly number[], t: number): number =>
    powers.reduce((value, power, s) => value * (symbols[s]?.samples[t] ?? 1) ** power, 1);
  const rows = monomials.map((_, t) => [
    ...monomials.map((powers) => monomialAt(powers, t)),
    sampleAt(dim, t),
  ]);
  const coefficients = solve(rows)?.map((value) => Math.round(value));
  if (!coefficients) return undefined;
  const terms = monomials
    .map((powers, i) => ({ coefficient: coefficients[i] ?? 0, powers }))
    .filter((term) => term.coefficient !== 0);
  const fits = dim.every(
    (value, t) =>
      value === terms.reduce((sum, term) => sum + term.coefficient * monomialAt(term.powers, t), 0),
  );
  return fits ? terms : undefined;
}

/** Prints a size for people: `2*G+1`. */
export function printDim(dim: Dim, symbols: readonly Sym[]): string {
  const terms = fitPolynomial(dim, symbols);
  if (!terms) return '?';
  return terms
    .map(({ coefficient, powers }) => {
      const factors = powers.flatMap((power, s) =>
        Array.from({ length: power }, () => symbols[s]?.name ?? ''),
      );
      return coefficient === 1 && factors.length > 0
        ? factors.join('*')
        : [coefficient, ...factors].join('*');
    })
    .reverse()
    .join('+');
}

/** Gaussian elimination with partial pivoting on an augmented matrix; undefined if it is singular. */
function solve(rows: number[][]): number[] | undefined {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const order = rows.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0));
    rows.splice(column, n - column, ...order);
    const pivot = rows[column]?.[column] ?? 0;
    if (Math.abs(pivot) < 1e-9) return undefined;
    for (const [r, row] of rows.entries()) {
      if (r === column) continue;
      const factor = (row[column] ?? 0) / pivot;
      for (let c = column; c <= n; c++) row[c] = (row[c] ?? 0) - factor * (rows[column]?.[c] ?? 0);
    }
  }
  return rows.map((row, r) => (row[n] ?? 0) / (row[r] ?? 1));
}
