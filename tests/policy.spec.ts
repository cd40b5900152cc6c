// The content security policy: nothing inline, nothing evaluated but WebAssembly, and no text that becomes markup.
import { expect, test } from '@playwright/test';
import { LIGHT } from './helpers.ts';

const [ONE] = LIGHT;
const PATHS = [
  '/',
  '/claims',
  '/lecture',
  '/lecture/speaker',
  `/n/${ONE}`,
  `/embed/${ONE}`,
  `/lecture/${ONE}`,
];

test('every page allows its own scripts, by hash, and WebAssembly; nothing else', async ({ request }) => {
  for (const path of [...PATHS, '/404.html']) {
    const html = await (await request.get(path)).text();
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const directives = new Map(
      policy.split(';').map((directive) => {
        const [name = '', ...values] = directive.trim().split(/\s+/);
        return [name, values] as const;
      }),
    );
    const scripts = directives.get('script-src') ?? [];
    expect(scripts, path).toEqual(expect.arrayContaining(["'self'", "'wasm-unsafe-eval'"]));
    const others = scripts.filter((source) => !["'self'", "'wasm-unsafe-eval'"].includes(source));
    for (const source of others) expect(source, path).toMatch(/^'sha256-/);
    expect(directives.get('default-src'), path).toEqual(["'self'"]);
    expect(directives.get('object-src'), path).toEqual(["'none'"]);
    expect(directives.get('require-trusted-types-for'), path).toEqual(["'script'"]);
    expect(directives.get('trusted-types'), path).toEqual(['svelte-trusted-html', 'tangible']);
    // One more word of the page’s own would need 'unsafe-inline'.
    expect(html, path).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    expect(html, path).not.toMatch(/href="javascript:/i);
  }
});

test('what gets past a mistake of ours is stopped by the browser', async ({ page }) => {
  await page.goto(`/n/${ONE}`);
  await expect(page.getByText(/^Live on /)).toBeVisible({ timeout: 60_000 });
  const outcome = await page.evaluate(async () => {
    // What a test runs directly is exempt from the policy; what it runs a moment later is not.
    await new Promise((resolve) => setTimeout(resolve));
    const tried = (work: () => unknown) => {
      try {
        work();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const inline = document.createElement('script');
    const markup = '<img src=x onerror="window.ran=1">';
    const outcome = {
      // Through names, since the linter sees as well as the browser.
      evaluated: tried(() => (globalThis['eval' as never] as (code: string) => unknown)('window.ran = 1')),
      markup: tried(() => (document.body.innerHTML = markup)),
      inline: tried(() => (inline.text = 'window.ran = 1')),
      worker: tried(() => new Worker('data:text/javascript,0')),
      policy: tried(() =>
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): object } }
        ).trustedTypes.createPolicy('another', {}),
      ),
    };
    const button = document.createElement('button');
    tried(() => button.setAttribute('onclick', 'window.ran = 1'));
    button.click();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { ...outcome, ran: (window as { ran?: number }).ran };
  });
  expect(outcome).toEqual({
    evaluated: 'EvalError',
    markup: 'TypeError',
    inline: 'TypeError',
    worker: 'TypeError',
    policy: 'TypeError',
    ran: undefined,
  });
});
