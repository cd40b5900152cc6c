/** Markdown and mathematics to HTML, at build only: no parser and no KaTeX code reaches the reader. */
import katex from 'katex';
import { Marked } from 'marked';

/** KaTeX follows every operator by the sign of application, which is one child too many for an index: `\lambda_{\min}`. */
const APPLIED_TO_NOTHING = /<mo>\u2061<\/mo>(?=<\/(?:msub|msup|msubsup)>)/g;

export function renderMath(tex: string, displayMode = false): string {
  const html = katex.renderToString(tex, {
    displayMode,
    throwOnError: true,
    strict: 'ignore',
    output: 'htmlAndMathml',
  });
  return html.replace(APPLIED_TO_NOTHING, '');
}

const escapeHtml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const ACCENTS: Readonly<Record<string, string>> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
};

/** One paragraph of LaTeX prose, as abstracts are written: `$math$`, ``quotes'', accents, \emph, escaped signs. */
export function renderLatexProse(text: string): string {
  return text
    .split(/(\$[^$]+\$)/)
    .map((part) =>
      part.startsWith('$') && part.length > 2 ? renderMath(part.slice(1, -1)) : latexText(part),
    )
    .join('');
}

function latexText(text: string): string {
  const plain = text
    .replace(/\\(["'`^~])\{?([A-Za-z])\}?/g, (_, accent: string, letter: string) =>
      `${letter}${ACCENTS[accent] ?? ''}`.normalize('NFC'),
    )
    .replace(/``/g, '“')
    .replace(/''/g, '”')
    .replace(/---/g, '—')
    .replace(/--/g, '–')
    .replace(/\\([%&_#$])/g, '$1')
    .replace(/~/g, '\u00a0');
  return escapeHtml(plain)
    .replace(/\\(?:emph|textit)\{([^}]*)\}/g, '<em>$1</em>')

    .replace(/\\underline\{([^}]*)\}/g, '<u>$1</u>')
    .replace(/\\(?:textbf)\{([^}]*)\}/g, '<strong>$1</strong>');
}

const markdown = new Marked({
  extensions: [
    {
      name: 'math',
      level: 'inline',
      start: (source) => source.indexOf('$'),
      tokenizer(source) {
        const match = /^\$\$([^$]+)\$\$/.exec(source) ?? /^\$((?:\\.|[^$\\])+)\$/.exec(source);
        return match
          ? { type: 'math', raw: match[0], tex: match[1], display: match[0].startsWith('$$') }
          : undefined;
      },
      renderer: (token) => renderMath(String(token.tex), Boolean(token.display)),
    },
  ],
});

/** A page in our own words. The files are ours, so their HTML is trusted. */
export const renderMarkdown = (text: string): string => markdown.parse(text, { async: false });
