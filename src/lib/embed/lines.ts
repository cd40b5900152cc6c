/**
 * The lines that put a demo into a page, a deck or a course, for a state. `site` is the address of the site's root,
 * `query` the state as embeds write it (`step=2&p.beta=10`), without `?`.
 */

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Size of a frame that is not told its height. */
const FRAME = { width: 800, height: 640 };

/** What a frame may do: run, save files, open the notebook; nothing else. */
export const FRAME_ATTRIBUTES =
  'loading="lazy" allow="fullscreen; cross-origin-isolated" sandbox="allow-scripts allow-same-origin allow-downloads allow-popups"';

/** A bare frame, which needs no script of the page around. */
export function frameLine(site: string, slug: string, title: string, query: string) {
  const source = `${site}/embed/${slug}${query ? `?${query}` : ''}`;
  const { width, height } = FRAME;
  return {
    html: `<iframe src="${escape(source)}" width="${width}" height="${height}" style="border:0" ${FRAME_ATTRIBUTES} title="${escape(title)}"></iframe>`,
    width,
    height,
  };
}

interface State {
  readonly step: number;
  readonly seed: string | null;
  /** Parameters as `beta=10&memories=12`. */
  readonly params: string;
}

/** The state in the attributes of an element: the step and the seed apart, the parameters without their prefix. */
function stateOf(query: string): State {
  const params: string[] = [];
  let step = 0;
  let seed: string | null = null;
  for (const part of query.split('&').filter(Boolean)) {
    if (part.startsWith('step=')) step = Number(part.slice(5));
    else if (part.startsWith('seed=')) seed = part.slice(5);
    else params.push(part.replace(/^p\./, ''));
  }
  return { step, seed, params: params.join('&') };
}

function attributes(slug: string, query: string): string {
  const { step, seed, params } = stateOf(query);
  const parts = [`slug="${slug}"`];
  if (step > 0) parts.push(`step="${step}"`);
  if (seed !== null) parts.push(`seed="${seed}"`);
  if (params) parts.push(`params="${escape(params)}"`);
  return parts.join(' ');
}

/** The notebook at this state, behind its poster: what is shown without script, in print and in PDF. */
function fallback(site: string, slug: string, title: string, query: string, indent: string): string {
  const { step } = stateOf(query);
  const address = `${site}/n/${slug}${query ? `?${query}` : ''}`;
  return `${indent}<a href="${escape(address)}"><img src="${site}/poster/${slug}/${step}.png" alt="${escape(title)}"></a>`;
}

/** The element with its fallback, for any page. */
export function elementLine(site: string, slug: string, title: string, query: string): string {
  return `<script src="${site}/embed.js"></script>
<tangible-demo ${attributes(slug, query)}>
${fallback(site, slug, title, query, '  ')}
</tangible-demo>`;
}

/** A slide of reveal.js; the deck loads embed.js and the plugin once. `steps`: how many the notebook has. */
export function revealLine(site: string, slug: string, title: string, query: string, steps: number): string {
  return `<!-- once: <script src="${site}/embed.js"></script> <script src="${site}/integrations/reveal/reveal-tangible.js"></script>, plugins: [RevealTangible] -->
<section>
  <h2>${escape(title)}</h2>
  <tangible-demo ${attributes(slug, query)} steps="${steps}" ui="min" height="560">
${fallback(site, slug, title, query, '    ')}
  </tangible-demo>
</section>`;
}

/** A slide of Slidev, with the component of this site in `components/`. */
export function slidevLine(site: string, slug: string, title: string, query: string, steps: number): string {
  const { step, seed, params } = stateOf(query);
  const first = step > 0 ? `${step} + $clicks` : '$clicks';
  const rest = [seed === null ? '' : ` seed="${seed}"`, params ? ` params="${escape(params)}"` : ''].join('');
  return `---
clicks: ${Math.max(0, steps - step)}
# components/TangibleDemo.vue is from ${site}/integrations/slidev/components/TangibleDemo.vue
---

# ${title}

<TangibleDemo site="${site}" slug="${slug}" :step="${first}"${rest} />`;
}

/** The shortcode of Quarto, with the extension of this site. */
export function quartoLine(site: string, slug: string, title: string, query: string): string {
  const { step, seed, params } = stateOf(query);
  const rest = [
    step > 0 ? ` step=${step}` : '',
    seed === null ? '' : ` seed=${seed}`,
    params ? ` params="${params}"` : '',
  ].join('');
  return `<!-- once in the header: tangible-site: ${site} -->
{{< tangible ${slug}${rest} alt="${title.replace(/"/g, "'")}" >}}`;
}
