// The example decks as they stand in integrations/, with the test's site in place of the one that `npm start` serves.
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';

const LOCAL = 'http://localhost:4173';

/** A copy of the reveal.js deck in a folder of its own; returns the folder, with the deck at integrations/reveal/. */
export function copyRevealDeck(site: string): string {
  const root = mkdtempSync(join(tmpdir(), 'tangible-deck-'));
  cpSync('integrations/reveal', join(root, 'integrations/reveal'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  pointTo(site, join(root, 'integrations/reveal/example.html'));
  return root;
}

/** Puts `site` where the example names the local one. */
export function pointTo(site: string, file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(LOCAL, site));
}

/** Presses on something inside the demo `host`, once it stands still. Decks scale slides, which Playwright's clicks miss. */
export async function pressInside(page: Page, host: string, selector: string): Promise<void> {
  const target = page.frameLocator(`${host} iframe`).locator(selector);
  const read = async () => {
    const box = await page.locator(host).boundingBox();
    const inside = await target.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: (x + width / 2) / innerWidth, y: (y + height / 2) / innerHeight };
    });
    if (!box) throw new Error(`There is no demo ${host}.`);
    return { x: box.x + inside.x * box.width, y: box.y + inside.y * box.height };
  };
  let place = await read();
  for (let still = 0; still < 3;) {
    await page.waitForTimeout(60);
    const now = await read();
    still = Math.hypot(now.x - place.x, now.y - place.y) < 0.5 ? still + 1 : 0;
    place = now;
  }
  await page.mouse.click(place.x, place.y);
}
