// Quarto's shortcode, run in Lua 5.4 with pandoc's and Quarto's objects stood in for.
import { readFileSync } from 'node:fs';
import { LuaFactory } from 'wasmoon';
import { describe, expect, it } from 'vitest';

const source = readFileSync('integrations/quarto/_extensions/tangible/tangible.lua', 'utf8');

/** Runs the shortcode for a format; gives what it makes and what it puts after the body. */
async function render(
  format: string,
  slug: string,
  kwargs: Record<string, string>,
  meta: Record<string, string>,
) {
  const lua = await new LuaFactory().createEngine();
  const included: string[] = [];
  try {
    lua.global.set('include', (_: string, html: string) => included.push(html));
    lua.global.set('format', format);
    lua.global.set('slug', slug);
    await lua.doString(`
      pandoc = {
        utils = { stringify = tostring },
        RawBlock = function(kind, html) return 'raw ' .. kind .. ': ' .. html end,
        Str = function(text) return text end,
        Image = function(alt, src) return '![' .. alt[1] .. '](' .. src .. ')' end,
        Link = function(inner, target) return '[' .. inner[1] .. '](' .. target .. ')' end,
        Para = function(inner) return inner[1] end,
      }
      quarto = { doc = {
        is_format = function(name) return name == format end,
        include_text = function(where, html) include(where, html) end,
      } }`);
    const table = (entries: Record<string, string>) =>
      `{${Object.entries(entries).map(([key, value]) => `[${JSON.stringify(key)}] = ${JSON.stringify(value)}`)}}`;
    await lua.doString(`shortcode = (function() ${source} end)()["tangible"]`);
    const made = (await lua.doString(
      `return shortcode({ slug }, ${table(kwargs)}, ${table(meta)})`,
    )) as string;
    return { made, included };
  } finally {
    lua.global.close();
  }
}

const meta = { 'tangible-site': 'https://example.org/' };

describe('the shortcode of Quarto', () => {
  it('is the element in HTML, with the picture as what is shown without script', async () => {
    const { made, included } = await render(
      'html:js',
      'hopfield-capacity',
      { step: '2', params: 'beta=10&memories=12', alt: 'A "globe"' },
      meta,
    );
    expect(made).toBe(
      'raw html: <tangible-demo slug="hopfield-capacity" step="2" params="beta=10&amp;memories=12">' +
        '<a href="https://example.org/n/hopfield-capacity?step=2&amp;beta=10&amp;memories=12">' +
        '<img src="https://example.org/poster/hopfield-capacity/2.png" alt="A &quot;globe&quot;"></a></tangible-demo>',
    );
    expect(included).toEqual(['<script src="https://example.org/embed.js"></script>']);
  });

  it('is the linked picture where nothing live can run', async () => {
    const { made, included } = await render('pdf', 'dp-string-distance', { seed: '3' }, meta);
    expect(made).toBe(
      '[![dp string distance](https://example.org/poster/dp-string-distance/0.png)](https://example.org/n/dp-string-distance?seed=3)',
    );
    expect(included).toEqual([]);
  });

  it('says what is missing', async () => {
    await expect(render('pdf', '', {}, meta)).rejects.toThrow('name the notebook');
    await expect(render('html:js', '"><script>', {}, meta)).rejects.toThrow('name the notebook');
  });

  it('uses the local site when none is named', async () => {
    const { made } = await render('revealjs', 'x', {}, {});
    expect(made).toContain('http://localhost:4173/poster/x/0.png');
  });
});
