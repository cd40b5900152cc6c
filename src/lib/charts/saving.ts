/** Figures that can be saved: a registry per page of the SVGs that are on it, with the data behind each. */
import type { Table } from '#lib/notebook/types.ts';

export interface SavableFigure {
  readonly svg: SVGSVGElement;
  title(): string;
  table(): Table | undefined;
}

const figures = new Map<string, SavableFigure>();

/** Called by a figure when it is attached; the result detaches it. */
export function registerFigure(name: string, figure: SavableFigure): () => void {
  figures.set(name, figure);
  return () => {
    if (figures.get(name) === figure) figures.delete(name);
  };
}

export const savableFigure = (name: string): SavableFigure | undefined => figures.get(name);
export const savableFigures = (): ReadonlyMap<string, SavableFigure> => figures;
