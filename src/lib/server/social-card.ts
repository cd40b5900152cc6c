/** The picture that messengers and social sites show for a link: title and sentence beside the default figure. */
import { cardOf } from './papers.ts';
import { posterSvg, rasterize, themeVariables } from './poster.ts';

const [WIDTH, HEIGHT] = [1200, 630];
const MARGIN = 56;
const TEXT_WIDTH = 400;

export async function socialCardPng(slug: string): Promise<Uint8Array> {
  return rasterize(await socialCardSvg(slug), WIDTH);
}

async function socialCardSvg(slug: string): Promise<string> {
  const { title, sentence, number } = cardOf(slug);
  const colors = themeVariables('light');
  const paper = colors.get('--paper') ?? '#fff';
  const ink = colors.get('--ink') ?? '#000';
  const muted = colors.get('--muted') ?? '#555';
  const left = MARGIN + TEXT_WIDTH + 40;
  const figure = (await posterSvg(slug, 0)).replace(
    '<svg',
    `<svg x="${left}" y="${MARGIN - 16}" width="${WIDTH - left - 24}" height="${HEIGHT - 2 * MARGIN + 32}" preserveAspectRatio="xMidYMid meet"`,
  );
  const head = lines(title, TEXT_WIDTH, 46);
  const body = lines(sentence, TEXT_WIDTH, 25);
  const bodyTop = 150 + head.length * 54 + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Inter">
<rect width="${WIDTH}" height="${HEIGHT}" fill="${paper}"/>
<text x="${MARGIN}" y="92" font-size="24" fill="${muted}">Tangible · ${String(number).padStart(2, '0')}</text>
${head.map((line, i) => `<text x="${MARGIN}" y="${160 + i * 54}" font-size="46" font-family="Inter SemiBold" fill="${ink}">${xml(line)}</text>`).join('\n')}
${body.map((line, i) => `<text x="${MARGIN}" y="${bodyTop + i * 35}" font-size="25" fill="${ink}">${xml(line)}</text>`).join('\n')}
${figure}</svg>`;
}

/** Words in lines of at most `width` pixels; Inter's letters are about 0.54 em wide on average. */
function lines(text: string, width: number, size: number): string[] {
  const most = width / (0.54 * size);
  const out: string[] = [];
  for (const word of text.split(' ')) {
    const last = out.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out;
}

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
