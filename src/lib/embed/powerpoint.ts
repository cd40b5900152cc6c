/**
 * One slide for PowerPoint, Keynote and Google Slides, where nothing live can run: the present figure as a picture that
 * links to the notebook in this state, with its QR code. Loaded when it is asked for.
 */
import pptxgen from 'pptxgenjs';
import { encode } from 'uqr';
import { dataUrl, fileOf, savableFigures } from '#lib/charts/saving.ts';
import type { Session } from '#lib/player/session.svelte.ts';

/** Inches of a wide slide. */
const SLIDE = { width: 13.333, height: 7.5 };
const ROOM = { x: 0.6, y: 1.45, width: 10.1, height: 5.3 };

/** Saves `<slug>.pptx`. @throws Error in a sentence when there is no live figure. */
export async function savePowerPoint(site: string, session: Session): Promise<void> {
  const [name] = savableFigures().keys();
  if (name === undefined) throw new Error('the figure is not live yet.');
  const { slug, notebook, query, step } = session;
  const address = `${site}/n/${slug}${query ? `?${query}` : ''}`;
  const picture = await dataUrl(await fileOf(name, 'png', query));
  const deck = new pptxgen();
  deck.layout = 'LAYOUT_WIDE';
  deck.title = notebook.title;
  const slide = deck.addSlide();
  const text = { fontFace: 'Arial', color: '1D1C1A', margin: 0 };
  const says = notebook.steps[step - 1]?.says ?? notebook.sentence;
  slide.addText(notebook.title, { ...text, x: 0.6, y: 0.35, w: 12.1, h: 0.55, fontSize: 28, bold: true });
  slide.addText(says, { ...text, x: 0.6, y: 0.9, w: 12.1, h: 0.45, fontSize: 18 });
  const open = { hyperlink: { url: address, tooltip: 'Open the live demo' } };
  slide.addImage({ data: picture, altText: session.says, ...open, ...(await placed(picture)) });
  const code = { x: 11.1, y: 2.2, w: 1.7, h: 1.7 };
  slide.addImage({ data: qrPng(address), altText: `QR code of ${address}`, ...open, ...code });
  const hint = { ...text, x: 11.1, y: 3.95, w: 1.7, h: 0.3, fontSize: 12, align: 'center' as const };
  slide.addText('Try it live', { ...hint, ...open });
  const { title, authors, year } = notebook.paper;
  slide.addText(`${title}. ${authors[0] ?? ''}${authors.length > 1 ? ' et al.' : ''}, ${year}.`, {
    ...text,
    ...{ x: 0.6, y: SLIDE.height - 0.55, w: 12.1, h: 0.3, fontSize: 12, color: '5C5850' },
  });
  if (notebook.steps[step - 1]) slide.addNotes(notebook.steps[step - 1]?.notes ?? '');
  await deck.writeFile({ fileName: `${slug}.pptx` });
}

/** The place of a picture that fills the room without being stretched, in inches. */
async function placed(data: string): Promise<{ x: number; y: number; w: number; h: number }> {
  const image = new Image();
  image.src = data;
  await image.decode();
  const scale = Math.min(ROOM.width / image.width, ROOM.height / image.height);
  const [w, h] = [image.width * scale, image.height * scale];
  return { x: ROOM.x + (ROOM.width - w) / 2, y: ROOM.y + (ROOM.height - h) / 2, w, h };
}

/** Drawn on a canvas: slides want pixels. */
function qrPng(text: string): string {
  const { data, size } = encode(text, { border: 2 });
  const cell = 8;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * cell;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser offers no canvas here.');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  data.forEach((row, y) =>
    row.forEach((dark, x) => dark && context.fillRect(x * cell, y * cell, cell, cell)),
  );
  return canvas.toDataURL('image/png');
}
