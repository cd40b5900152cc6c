/**
 * Point sets that are known to be best. Root systems give codes at 60° (Δ = ½) in dimensions 2 to 8, up to the 240
 * roots of E₈; regular figures solve Tammes' problem for few points. All rows have length one.
 */
import type { Memories } from './hopfield.ts';

export interface Code extends Memories {
  readonly name: string;
}

/** A₂, D₃, D₄, D₅, E₆, E₇, E₈: the largest known (mostly proven) codes at 60° in D = 2…8. */
export function rootCodes(): Code[] {
  const e8 = e8Roots();
  const same = (v: readonly number[], from: number) => v.slice(from).every((x) => x === v[from]);
  return [
    code('A₂', 2, polygon(6)),
    ...[3, 4, 5].map((D) => code(`D${'₀₁₂₃₄₅'[D]}`, D, dRoots(D))),
    code('E₆', 6, inSubspace(e8.filter((v) => same(v, 5)))),
    code('E₇', 7, inSubspace(e8.filter((v) => same(v, 6)))),
    code('E₈', 8, e8),
  ];
}

const code = (name: string, D: number, rows: readonly (readonly number[])[]): Code => {
  const Y = new Float64Array(rows.length * D);
  rows.forEach((row, i) => {
    const length = Math.hypot(...row);
    row.forEach((x, d) => (Y[i * D + d] = x / length));
  });
  return { name, Y, M: rows.length, D };
};

/** All ±eᵢ ± eⱼ. */
function dRoots(D: number): number[][] {
  const roots: number[][] = [];
  for (let i = 0; i < D; i++)
    for (let j = i + 1; j < D; j++)
      for (const [a, b] of [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ] as const) {
        const v = Array<number>(D).fill(0);
        v[i] = a;
        v[j] = b;
        roots.push(v);
      }
  return roots;
}

/** D₈ and all (±½)⁸ with an even number of minus signs. */
function e8Roots(): number[][] {
  const halves = Array.from({ length: 256 }, (_, bits) =>
    Array.from({ length: 8 }, (_, d) => ((bits >> d) & 1 ? -0.5 : 0.5)),
  );
  return [...dRoots(8), ...halves.filter((v) => v.filter((x) => x < 0).length % 2 === 0)];
}

/** E₇ and E₆ lie where the last 2 or 3 coordinates are equal: those become one coordinate along their diagonal. */
function inSubspace(roots: readonly number[][]): number[][] {
  const equal = roots.length === 126 ? 2 : 3;
  return roots.map((v) => [...v.slice(0, 8 - equal), (v[7] as number) * Math.sqrt(equal)]);
}

const polygon = (M: number): number[][] =>
  Array.from({ length: M }, (_, i) => {
    const angle = (2 * Math.PI * i) / M;
    return [Math.cos(angle), Math.sin(angle)];
  });

/**
 * An exact solution of Tammes' problem for M points in R^D, where a regular figure is one: polygons in the plane,
 * simplices (M ≤ D+1), cross-polytopes (M ≤ 2D, any part of one beyond a simplex) and the icosahedron.
 */
export function exactCode(D: number, M: number): Code | undefined {
  if (D === 2) return code(`regular ${M}-gon`, 2, polygon(M));
  if (M <= D + 1) return code('simplex', D, simplex(M, D));
  if (M <= 2 * D) return code(D === 3 ? 'octahedron' : 'cross-polytope', D, crossPolytope(M, D));
  if (D === 3 && M === 12) return code('icosahedron', 3, icosahedron());
  return undefined;
}

/** Corners of a regular simplex, built coordinate by coordinate from ⟨vᵢ, vⱼ⟩ = −1/(M−1). */
function simplex(M: number, D: number): number[][] {
  const rows: number[][] = [];
  for (let i = 0; i < M; i++) {
    const row = Array<number>(D).fill(0);
    for (let j = 0; j < Math.min(i, D); j++) {
      const before = rows[j] as number[];
      let dot = 0;
      for (let d = 0; d < j; d++) dot += (row[d] as number) * (before[d] as number);
      row[j] = (-1 / (M - 1) - dot) / (before[j] as number);
    }
    // The last corner lies in the span of the others.
    if (i < M - 1) row[i] = Math.sqrt(1 - row.reduce((sum, x) => sum + x * x, 0));
    rows.push(row);
  }
  return rows;
}

const crossPolytope = (M: number, D: number): number[][] =>
  Array.from({ length: M }, (_, i) =>
    Array.from({ length: D }, (_, d) => (d === i >> 1 ? 1 - 2 * (i & 1) : 0)),
  );

function icosahedron(): number[][] {
  const golden = (1 + Math.sqrt(5)) / 2;
  const rows: number[][] = [];
  for (const a of [1, -1]) for (const b of [golden, -golden]) rows.push([0, a, b], [a, b, 0], [b, 0, a]);
  return rows;
}
