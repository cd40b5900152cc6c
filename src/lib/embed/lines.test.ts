// The lines for slides hold the state, and text of a title can not break out of them.
import { describe, expect, it } from 'vitest';
import { elementLine, frameLine, quartoLine, revealLine, slidevLine } from './lines.ts';

const SITE = 'https://example.org/t';
const QUERY = 'step=2&seed=7&p.beta=10&p.memories=12';

describe('lines for slides', () => {
  it('put the state into the address of a frame', () => {
    const { html } = frameLine(SITE, 'hopfield-capacity', 'A <b>"title"', QUERY);
    expect(html).toContain(
      `src="${SITE}/embed/hopfield-capacity?step=2&amp;seed=7&amp;p.beta=10&amp;p.memories=12"`,
    );
    expect(html).toContain('title="A &lt;b&gt;&quot;title&quot;"');
    expect(html).toContain('sandbox="allow-scripts allow-same-origin allow-downloads allow-popups"');
  });

  it('put it into the attributes of an element, with the poster as what is shown without script', () => {
    const line = elementLine(SITE, 'hopfield-capacity', 'Title', QUERY);
    expect(line).toContain('slug="hopfield-capacity" step="2" seed="7" params="beta=10&amp;memories=12"');
    expect(line).toContain(`<img src="${SITE}/poster/hopfield-capacity/2.png" alt="Title">`);
  });

  it('leave out what is as it is by default', () => {
    expect(elementLine(SITE, 'x', 'T', '')).toContain('<tangible-demo slug="x">');
    expect(frameLine(SITE, 'x', 'T', '').html).toContain(`src="${SITE}/embed/x"`);
  });

  it('write one slide for each kind of deck', () => {
    expect(revealLine(SITE, 'x', 'T', 'step=1', 5)).toContain('slug="x" step="1" steps="5" ui="min"');
    expect(slidevLine(SITE, 'x', 'T', QUERY, 5)).toContain(':step="2 + $clicks" seed="7"');
    expect(slidevLine(SITE, 'x', 'T', QUERY, 5)).toContain('clicks: 3');
    expect(quartoLine(SITE, 'x', 'T', QUERY)).toContain(
      '{{< tangible x step=2 seed=7 params="beta=10&memories=12"',
    );
  });
});
