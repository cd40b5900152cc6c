/** Radial plots: curves round a circle, and a band of colours, as SVG paths. Angles run counterclockwise. */
import { rampColor } from '#lib/charts/palette.ts';

interface Centre {
  readonly x: number;
  readonly y: number;
}

const point = ({ x, y }: Centre, radius: number, angle: number) =>
  `${(x + radius * Math.cos(angle)).toFixed(1)},${(y - radius * Math.sin(angle)).toFixed(1)}`;

/** The area between the circle `inner` and the curve `radius(m)` at angle 2πm/count. */
export function radialPath(
  count: number,
  radius: (m: number) => number,
  inner: number,
  centre: Centre,
): string {
  const angle = (m: number) => (2 * Math.PI * m) / count;
  const outline = Array.from({ length: count }, (_, m) => point(centre, radius(m), angle(m))).join('L');
  const hole = Array.from({ length: count }, (_, m) => point(centre, inner, -angle(m))).join('L');
  return `M${outline}ZM${hole}Z`;
}

/** A ring in the nine stops of the diverging ramp over [−1, 1]; neighbours of one colour are one piece. */
export function bandPaths(
  values: ArrayLike<number>,
  inner: number,
  outer: number,
  centre: Centre,
): { d: string; color: string }[] {
  const count = values.length;
  const colors = Array.from(values, (value) => rampColor('div', (value + 1) / 2));
  const pieces: { d: string; color: string }[] = [];
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && colors[to] === colors[from] && to - from < count / 4) to++;
    // Half a cell to either side, and a little overlap against seams.
    const [a, b] = [(2 * Math.PI * (from - 0.5)) / count, (2 * Math.PI * (to - 0.45)) / count];
    const d =
      `M${point(centre, inner, a)}A${inner} ${inner} 0 0 0 ${point(centre, inner, b)}` +
      `L${point(centre, outer, b)}A${outer} ${outer} 0 0 1 ${point(centre, outer, a)}Z`;
    pieces.push({ d, color: colors[from] as string });
    from = to;
  }
  return pieces;
}
