/** Recorded figures with shorter numbers. Posters, slides and pages all carry them. */
import svgpath from 'svgpath';

const PATH = /\sd="([^"]*)"/g;
const GEOMETRY = /\s(?:points|[xy][12]?|c[xy]|r[xy]?|width|height)="[^"]*"/g;

/** A hundredth of a pixel is enough; fifteen digits are a tenth of what a page with many figures sends. */
const DECIMALS = 2;

/**
 * Geometry with two decimals. Paths also go from point to point rather than from the corner of the picture: contours of
 * fields are up to 7 kB smaller for it, compressed. @throws Error when a path is none.
 */
export const shortened = (svg: string): string =>
  svg
    .replace(PATH, (_, path: string) => ` d="${fromPointToPoint(path)}"`)
    .replace(GEOMETRY, (attribute) =>
      attribute.replace(/-?\d+\.\d{3,}(?!\d*e)/g, (number) =>
        String(Number(Number(number).toFixed(DECIMALS))),
      ),
    );

/** What rounding takes from one step it gives to the next: no error adds up along the path. */
function fromPointToPoint(path: string): string {
  const parsed = svgpath(path);
  // The parser keeps what was right up to its first error.
  const { err } = parsed as unknown as { err: string };
  if (err) throw new Error(`A figure has a path that can’t be drawn, ${path.slice(0, 60)}: ${err}.`);
  return parsed.rel().round(DECIMALS).toString();
}
