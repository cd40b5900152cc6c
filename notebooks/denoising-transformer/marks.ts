/** Small marks as SVG path data. */
type Point = readonly [x: number, y: number];

/** The two strokes of an arrow's head at `to`, no longer than half of the arrow. */
export function arrowHead([x0, y0]: Point, [x1, y1]: Point, size: number): string {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 1e-6) return '';
  const h = Math.min(size, length / 2) / length;
  const [dx, dy] = [h * (x1 - x0), h * (y1 - y0)];
  const left = `${x1 - dx - 0.55 * dy} ${y1 - dy + 0.55 * dx}`;
  const right = `${x1 - dx + 0.55 * dy} ${y1 - dy - 0.55 * dx}`;
  return `M${left}L${x1} ${y1}L${right}`;
}

/** A star with five points. */
export function star(cx: number, cy: number, radius: number): string {
  const corner = (i: number) => {
    const r = i % 2 === 0 ? radius : 0.45 * radius;
    const angle = (Math.PI * i) / 5;
    return `${(cx + r * Math.sin(angle)).toFixed(2)} ${(cy - r * Math.cos(angle)).toFixed(2)}`;
  };
  return `M${Array.from({ length: 10 }, (_, i) => corner(i)).join('L')}Z`;
}

/** Heights of labels that would overlap, pushed apart to at least `gap`, in the order of `wanted`. */
export function spread(wanted: readonly number[], gap: number, lowest: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[b] as number) - (wanted[a] as number));
  const out = [...wanted];
  let below = lowest + gap;
  for (const i of order) {
    out[i] = Math.min(wanted[i] as number, below - gap);
    below = out[i];
  }
  return out;
}
