/** The gallery’s page with one paper taken out: its card, and its entry in the data that the search reads. */

/** @throws Error when the page does not hold the paper in both places. */
export function withoutPaper(html: string, slug: string): string {
  const withoutCard = cut(html, cardOf(html, slug), slug);
  return cut(withoutCard, entryOf(withoutCard, slug), slug);
}

type Range = readonly [from: number, to: number];

function cut(text: string, [from, to]: Range, slug: string): string {
  if (from < 0 || to <= from) throw new Error(`The gallery does not list ${slug} as expected.`);
  return text.slice(0, from) + text.slice(to);
}

/** `<li>…<a href="…/n/slug">…</li>`: cards hold no lists. */
function cardOf(html: string, slug: string): Range {
  const link = html.indexOf(`/n/${slug}"`);
  return [html.lastIndexOf('<li', link), html.indexOf('</li>', link) + '</li>'.length];
}

/** `{slug:"…",…},`: an object of strings, numbers and lists; braces within strings do not count. */
function entryOf(html: string, slug: string): Range {
  const from = html.indexOf(`{slug:${JSON.stringify(slug)}`);
  let depth = 0;
  let quoted = false;
  for (let i = from; from >= 0 && i < html.length; i++) {
    const at = html[i];
    if (at === '\\') i++;
    else if (at === '"') quoted = !quoted;
    else if (!quoted && at === '{') depth++;
    else if (!quoted && at === '}' && --depth === 0) return [from, html[i + 1] === ',' ? i + 2 : i + 1];
  }
  return [-1, -1];
}
