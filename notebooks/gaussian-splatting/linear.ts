/** Vectors and 3×3 matrices (row-major) as plain lists, and rotations: enough for cameras and alignment. */

export type Vec3 = readonly [number, number, number];
export type Mat3 = readonly [number, number, number, number, number, number, number, number, number];

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vec3): number => Math.hypot(...a);

export const apply = (m: Mat3, v: Vec3): Vec3 => [
  m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
  m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
  m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
];
export const transpose = (m: Mat3): Mat3 => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
export function multiply(a: Mat3, b: Mat3): Mat3 {
  const columns = transpose(b);
  const column = (j: 0 | 1 | 2) =>
    apply(a, [columns[3 * j], columns[3 * j + 1], columns[3 * j + 2]] as unknown as Vec3);
  return transpose([...column(0), ...column(1), ...column(2)] as unknown as Mat3);
}
export const trace = (m: Mat3): number => m[0] + m[4] + m[8];
export const IDENTITY: Mat3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Rotation matrix of a quaternion (w, x, y, z), which need not have length 1. */
export function rotationOf(w: number, x: number, y: number, z: number): Mat3 {
  const n = 1 / Math.hypot(w, x, y, z);
  [w, x, y, z] = [w * n, x * n, y * n, z * n];
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}

/** Rotation by |v| radians about v: the exponential map. */
export function rotationAbout(v: Vec3): Mat3 {
  const angle = length(v);
  // sin(θ/2)/θ, by its limit where θ is too small to divide by.
  const s = angle > 1e-8 ? Math.sin(angle / 2) / angle : 0.5;
  return rotationOf(Math.cos(angle / 2), v[0] * s, v[1] * s, v[2] * s);
}

/** Angle between two orientations, in radians. By the sine of half of it: exact for small angles too. */
export function angleBetween(a: Mat3, b: Mat3): number {
  const squares = a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0);
  return 2 * Math.asin(Math.min(1, Math.sqrt(squares / 8)));
}
