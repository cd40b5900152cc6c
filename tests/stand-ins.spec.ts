// What stands in for a demo where nothing live can run: oEmbed, cards, the PowerPoint slide, print.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { LIGHT } from './helpers.ts';

const [ONE] = LIGHT;

test('what stands in for a demo: oEmbed, cards and the PowerPoint slide', async ({ page, request }) => {
  const oembed = (await (await request.get(`/embed/${ONE}/oembed.json`)).json()) as Record<string, string>;
  expect(oembed).toMatchObject({ version: '1.0', type: 'rich', provider_name: 'Tangible' });
  expect(oembed['html']).toContain(`/embed/${ONE}"`);
  expect((await request.get(new URL(oembed['thumbnail_url'] ?? '').pathname)).ok()).toBe(true);
  await page.goto(`/n/${ONE}`);
  const meta = (name: string) => page.locator(`meta[property="${name}"]`).getAttribute('content');
  expect(await meta('og:title')).toBeTruthy();
  const card = await request.get(new URL((await meta('og:image')) ?? '').pathname);
  expect(card.headers()['content-type']).toBe('image/png');
  await expect(page.locator('link[type="application/json+oembed"]')).toHaveCount(1);

  await expect(page.getByText(/^Live on /)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Pin as A' })).toBeEnabled({ timeout: 60_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PowerPoint slide' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe(`${ONE}.pptx`);
  const bytes = readFileSync(await download.path());
  // A zip with one slide and its two pictures.
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const names = bytes.toString('latin1');
  expect(names).toContain('ppt/slides/slide1.xml');
  expect(names).not.toContain('ppt/slides/slide2.xml');
  expect(names.match(/ppt\/media\/image[\w-]+\.png/g)?.length).toBeGreaterThan(1);
});

test('an embed prints its figure, not a blank frame', async ({ page }) => {
  await page.goto(`/embed/${ONE}`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.stage svg.figure-svg').first()).toBeVisible();
  await expect(page.locator('button').filter({ visible: true })).toHaveCount(0);
});
