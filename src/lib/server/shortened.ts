/** Recorded figures with shorter numbers. Posters, slides and pages all carry them. */
const GEOMETRY = /\s(?:d|points|[xy][12]?|c[xy]|r[xy]?|width|height)="[^"]*"/g;

/** A hundredth of a pixel is enough; fifteen digits are a tenth of what a page with many figures sends. */
export const shortened = (svg: string): string =>
  svg.replace(GEOMETRY, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(?!\d*e)/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
