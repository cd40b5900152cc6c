/** Posters: the hero of a step as an SVG that stands alone, and as PNG. Used by cards, slides, print and embeds. */
import { Resvg } from '@resvg/resvg-js';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveVariables } from '../charts/variables.ts';
import figureCss from '../charts/figure.css?raw';
import themeCss from '../styles/theme.css?raw';
import { drawForLecture, drawStep } from './figure.ts';
import { woffToSfnt } from './woff.ts';

export const POSTER_WIDTH = 1280;

export type View = 'light' | 'dark' | 'projector';

/** Values of the CSS variables of a view, as `theme.css` says them. */
export function themeVariables(view: View): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const match of themeCss.matchAll(/:root(?:\[data-view='(\w+)'\])? \{([^}]*)\}/g)) {
    // The first block of a view is the view; a later one adapts it to narrow screens.
    const name = match[1] ?? 'light';
    if (!blocks.has(name)) blocks.set(name, match[2] ?? '');
  }
  const text = (blocks.get('light') ?? '') + (view === 'light' ? '' : (blocks.get(view) ?? ''));
  return new Map(
    [...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

export async function posterSvg(slug: string, step: number, view: View = 'light'): Promise<string> {
  // The projector's view is for lectures, which lay figures out in their own way.
  const hero = view === 'projector' ? await drawForLecture(slug, step) : (await drawStep(slug, step)).hero;
  const svg = /<svg[\s\S]*?<\/svg>/.exec(hero)?.[0];
  if (!svg) throw new Error(`The view of ${slug} draws no SVG at step ${step}.`);
  const variables = themeVariables(view);
  const [, width = '640', height = '480'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const margin = 16;
  const outer = `${-margin} ${-margin} ${Number(width) + 2 * margin} ${Number(height) + 2 * margin}`;
  const background = `<rect x="${-margin}" y="${-margin}" width="100%" height="100%" fill="var(--paper)"/>`;
  const alone = svg
    .replace(/viewBox="[^"]*"/, `viewBox="${outer}" xmlns="http://www.w3.org/2000/svg"`)
    .replace(
      />/,
      `><style>${figureCss.replace(/calc\(var\(--stroke, 1px\) \* 1\.25\)/g, '1.25px')}</style>${background}`,
    );
  return resolveVariables(alone, (name) => variables.get(name));
}

export async function posterPng(slug: string, step: number): Promise<Uint8Array> {
  return rasterize(await posterSvg(slug, step), POSTER_WIDTH);
}

/** Pixels of the PNG poster. */
export async function posterSize(slug: string, step: number): Promise<{ width: number; height: number }> {
  const [, width = '1', height = '1'] =
    /viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"/.exec(await posterSvg(slug, step)) ?? [];
  return { width: POSTER_WIDTH, height: Math.ceil((POSTER_WIDTH * Number(height)) / Number(width)) };
}

/** @throws Error when a character of the picture's text is in none of the fonts: it would be an empty box. */
export async function rasterize(svg: string, width: number): Promise<Uint8Array> {
  const fontFiles = await allFonts();
  for (const character of charactersOf(svg))
    if (!isDrawn(character, fontFiles)) throw new Error(`No font of the posters has “${character}”.`);
  return render(svg, width, fontFiles);
}

function render(svg: string, width: number, fontFiles: string[]): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' };
  return new Resvg(svg, { fitTo: { mode: 'width', value: width }, font }).render().asPng();
}

/** The distinct characters of all texts in `svg`. */
function charactersOf(svg: string): Set<string> {
  const plain = svg.replace(/<(style|title|desc)\b[\s\S]*?<\/\1>/g, '');
  const words = [...plain.matchAll(/>([^<]+)</g)].map(([, text = '']) => text.replace(/&#?\w+;/g, ''));
  return new Set(words.join('').replace(/\s/g, ''));
}

const drawn = new Map<string, boolean>();

/** Whether `character` looks different from one that no font has. */
function isDrawn(character: string, fontFiles: string[]): boolean {
  const picture = (text: string) =>
    Buffer.from(
      render(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><text x="8" y="30" font-size="20" font-family="Inter">${text}</text></svg>`,
        40,
        fontFiles,
      ),
    );
  let known = drawn.get(character);
  if (known === undefined) {
    known = !picture(character).equals(picture('\u{f0000}'));
    drawn.set(character, known);
  }
  return known;
}

let fonts: Promise<string[]> | undefined;

/**
 * Inter as TrueType files: resvg reads no WOFF. Greek letters name quantities in many figures; indices, arrows and signs
 * that Inter's files lack come from DejaVu Sans, as browsers take them from a font of the system.
 */
function allFonts(): Promise<string[]> {
  fonts ??= (async () => {
    const require = createRequire(join(process.cwd(), 'package.json'));
    const folder = mkdtempSync(join(tmpdir(), 'tangible-'));
    const names = ['latin-400', 'latin-ext-400', 'greek-400', 'latin-600'];
    const inter = await Promise.all(
      names.map(async (name) => {
        const woff = await readFile(require.resolve(`@fontsource/inter/files/inter-${name}-normal.woff`));
        const path = join(folder, `inter-${name}.ttf`);
        writeFileSync(path, woffToSfnt(woff));
        return path;
      }),
    );
    return [...inter, require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')];
  })();
  return fonts;
}
