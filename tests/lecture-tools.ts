// What the tests of lectures share: opening one, walking it, measuring its type.
import type { Page } from '@playwright/test';

/** Opens a lecture and waits for the live picture. */
export async function openLecture(page: Page, path: string): Promise<void> {
  await page.goto(`/lecture/${path}`);
  await live(page);
}

/** The live picture is there, in the place of the recorded one. */
export async function live(page: Page): Promise<void> {
  await page.locator('.picture svg.figure-svg').first().waitFor({ timeout: 60_000 });
}

/** Where the lecture says that it is: `2`, `?2` while step 2's question is asked, `0` for the title. */
export async function here(page: Page): Promise<string> {
  const text = (await page.locator('.progress .numbers').textContent()) ?? '';
  return text === '' ? '0' : text.replace(/\/\d+$/, '').replace(' ', '');
}

/** The same, from an address. */
export function inAddress(url: string): string {
  const { searchParams } = new URL(url);
  return `${searchParams.has('ask') ? '?' : ''}${searchParams.get('step') ?? '0'}`;
}

/** Presses a key that moves on, and waits until the address has followed. */
export async function press(page: Page, key: string): Promise<void> {
  const before = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== before);
}

/** Goes on to the end of the lecture; calls `look` on every screen, the first one included. */
export async function walk(page: Page, look: () => Promise<void>): Promise<number> {
  for (let screens = 1; ; screens++) {
    await look();
    if (await page.getByText('The end', { exact: true }).isVisible()) return screens;
    await press(page, 'PageDown');
  }
}

/** Texts on the screen that are smaller than `least` pixels as they are seen, the scale of figures included. */
export function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const small: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? '';
      // Mathematics has subscripts and exponents; what only screen readers get has no size.
      if (
        !element ||
        !words ||
        element.closest(
          '.visually-hidden, script, style, title, desc, .katex, sub, option, tspan[dy][font-size]',
        )
      )
        continue;
      if (element.getBoundingClientRect().width === 0) continue;
      let size = parseFloat(getComputedStyle(element).fontSize);
      if (element instanceof SVGGraphicsElement) {
        const matrix = element.getScreenCTM();
        if (matrix) size *= Math.hypot(matrix.a, matrix.b);
      }
      if (size < least) small.push(`${size.toFixed(1)} px: ${words.slice(0, 40)}`);
    }
    return small;
  }, least);
}
