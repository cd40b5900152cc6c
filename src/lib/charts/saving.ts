/**
 * Figures that can be saved: a registry of the SVGs on the page, each with the data behind it, and their copies as
 * SVG, PNG and CSV. A saved SVG stands alone: colours are resolved, styles and the font are inside.
 */
import type { Table } from '#lib/notebook/types.ts';
import figureCss from './figure.css?raw';
import { toCsv } from './csv.ts';
import { resolveVariables } from './variables.ts';

export interface SavableFigure {
  readonly svg: SVGSVGElement;
  title(): string;
  table(): Table | undefined;
}

export type SaveFormat = 'svg' | 'png' | 'csv';

const figures = new Map<string, SavableFigure>();

/** Called by a figure when it is attached; the result detaches it. */
export function registerFigure(name: string, figure: SavableFigure): () => void {
  // A pinned copy of a figure is there to look at; the present one is saved.
  if (figure.svg.closest('[inert]')) return () => undefined;
  figures.set(name, figure);
  return () => {
    if (figures.get(name)?.svg === figure.svg) figures.delete(name);
  };
}

export const savableFigures = (): ReadonlyMap<string, SavableFigure> => figures;

/** Saves the figure `name` as a file; `note` (the state's address) goes into its description. @throws Error in a sentence. */
export async function saveFigure(name: string, format: SaveFormat, note: string): Promise<void> {
  saveBlob(`${name}.${format}`, await fileOf(name, format, note));
}

/** The figure `name` as a file of `format`. @throws Error in a sentence. */
export async function fileOf(name: string, format: SaveFormat, note: string): Promise<Blob> {
  const figure = figures.get(name);
  if (!figure) throw new Error('The figure is not live yet; it can be saved when the demo runs.');
  if (format === 'csv') {
    const table = figure.table();
    if (!table) throw new Error('This figure has no table behind it.');
    return new Blob([toCsv(table)], { type: 'text/csv' });
  }
  const svg = await standaloneSvg(figure, note);
  return format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : rasterize(svg, figure.svg);
}

/** The figure as text of an SVG file. */
export async function standaloneSvg({ svg, title }: SavableFigure, note: string): Promise<string> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const canvases = svg.querySelectorAll('canvas');
  copy.querySelectorAll('foreignObject').forEach((object, i) => {
    const canvas = canvases[i];
    if (canvas) object.replaceWith(imageOf(object, canvas));
  });
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const rules = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  rules.textContent = `${await fontFace()}\n${figureCss}`;
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [key, value] of Object.entries({ width: '100%', height: '100%', fill: 'var(--paper)' }))
    paper.setAttribute(key, value);
  copy.prepend(rules, paper);
  copy.prepend(
    document.createComment(` ${title()} · Tangible · ${note || 'default state'} `.replace(/--/g, '- -')),
  );
  const style = getComputedStyle(svg);
  return resolveVariables(new XMLSerializer().serializeToString(copy), (name) =>
    style.getPropertyValue(name).trim(),
  );
}

function imageOf(object: Element, canvas: HTMLCanvasElement): SVGImageElement {
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
  for (const name of ['x', 'y', 'width', 'height'])
    image.setAttribute(name, object.getAttribute(name) ?? '0');
  image.setAttribute('preserveAspectRatio', 'none');
  image.setAttribute('href', canvas.toDataURL('image/png'));
  return image;
}

let font: Promise<string> | undefined;

/** Inter as a rule with the font inside; empty when it can't be had, and the reader's sans is used. */
function fontFace(): Promise<string> {
  font ??= import('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url')
    .then(async ({ default: url }) => (await fetch(url)).blob())
    .then(dataUrl)
    .then(
      (url) => `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${url}) format('woff2')}`,
    )
    .catch(() => {
      // Perhaps the network is back when the next figure is saved.
      font = undefined;
      return '';
    });
  return font;
}

export function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The file can’t be read.'));
    reader.readAsDataURL(blob);
  });
}

const PNG_SCALE = 2;

async function rasterize(svg: string, { viewBox }: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = viewBox.baseVal.width * PNG_SCALE;
  canvas.height = viewBox.baseVal.height * PNG_SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('This browser can’t make a PNG here.'))),
      'image/png',
    ),
  );
}

export const saveBytes = (name: string, bytes: Uint8Array<ArrayBuffer>, type: string) =>
  saveBlob(name, new Blob([bytes], { type }));

export function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
