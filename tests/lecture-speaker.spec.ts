// The speaker window: in step with its lecture and no other, through reloads of either, and honest when it is alone.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { LIGHT, watch } from './helpers.ts';
import { here, openLecture, press } from './lecture-tools.ts';

const [ONE, TWO] = LIGHT;

const openSpeaker = async (lecture: Page): Promise<Page> => {
  const [speaker] = await Promise.all([lecture.context().waitForEvent('page'), lecture.keyboard.press('s')]);
  await expect(now(speaker)).toBeVisible();
  return speaker;
};
const now = (speaker: Page) => speaker.getByRole('region', { name: 'On the screen' });
/** Where the speaker window says that the lecture is. */
const told = async (speaker: Page) => {
  const [step, ask] = await now(speaker).evaluate((section) => [section.dataset.step, section.dataset.ask]);
  return `${ask === 'true' ? '?' : ''}${step}`;
};
const together = (speaker: Page, lecture: Page) =>
  expect(async () => expect(await told(speaker)).toBe(await here(lecture))).toPass({ timeout: 10_000 });
/**
 * Does something in the speaker window that moves the lecture, and waits until both are there. Before the message
 * has arrived they agree, too: on where they were.
 */
const move = async (speaker: Page, lecture: Page, act: () => Promise<void>) => {
  const before = lecture.url();
  await act();
  await lecture.waitForURL((url) => url.href !== before);
  await together(speaker, lecture);
};

test('the speaker window follows the lecture and drives it, through reloads of either', async ({ page }) => {
  await openLecture(page, `${ONE}?list=${ONE}@0-1,${TWO}`);
  const speaker = await openSpeaker(page);
  const { errors } = watch(speaker);
  await together(speaker, page);
  await expect(speaker.getByRole('region', { name: 'Next' }).locator('img')).toBeVisible();

  await move(speaker, page, () => speaker.getByRole('button', { name: 'Next →' }).click());
  await move(speaker, page, () => speaker.keyboard.press('PageDown'));
  await press(page, 'PageUp');
  await together(speaker, page);

  await speaker.getByRole('button', { name: 'Start' }).click();
  await expect(speaker.getByRole('timer')).not.toHaveText('0:00');
  await speaker.reload();
  await together(speaker, page);
  await expect(speaker.getByRole('timer')).not.toHaveText('0:00');
  await page.reload();
  await together(speaker, page);
  await expect(speaker.getByRole('timer')).not.toHaveText('0:00');
  await expect(speaker.getByText('The lecture window is gone')).toHaveCount(0);

  await speaker.getByRole('button', { name: 'Black' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(speaker.getByRole('button', { name: 'Black' })).toHaveAttribute('aria-pressed', 'true');
  await speaker.getByRole('button', { name: 'Black' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // On to the other notebook: its notes are there, too.
  while (!new URL(page.url()).pathname.endsWith(TWO))
    await move(speaker, page, () => speaker.keyboard.press('PageDown'));
  await expect(now(speaker)).toContainText(
    (await page.getByRole('heading', { level: 1 }).textContent()) ?? '',
  );
  await page.close();
  await expect(speaker.getByText('The lecture window is gone')).toBeVisible();
  expect(errors).toEqual([]);
});

test('two lectures never mix', async ({ page }) => {
  await openLecture(page, ONE);
  const speaker = await openSpeaker(page);
  // A duplicated tab starts with a copy of what the first one remembers.
  const id = await page.evaluate(() => sessionStorage.getItem('tangible-lecture-id'));
  const other = await page.context().newPage();
  await other.addInitScript((kept) => sessionStorage.setItem('tangible-lecture-id', kept ?? ''), id);
  await openLecture(other, TWO);
  await expect.poll(() => other.evaluate(() => sessionStorage.getItem('tangible-lecture-id'))).not.toBe(id);
  await press(other, 'PageDown');
  await move(speaker, page, () => speaker.keyboard.press('End'));
  expect(await here(other)).not.toBe(await here(page));
  await expect(now(speaker)).toContainText((await page.locator('h1').first().textContent()) ?? '');
});

test('a speaker window without a lecture says so, and axe reports nothing on one with it', async ({
  page,
}) => {
  await page.goto('/lecture/speaker');
  await expect(page.getByRole('alert')).toContainText('belongs to a lecture');
  await openLecture(page, `${ONE}?step=1`);
  const speaker = await openSpeaker(page);
  for (const view of ['light', 'dark', 'projector']) {
    await speaker.evaluate((name) => (document.documentElement.dataset.view = name), view);
    const { violations } = await new AxeBuilder({ page: speaker }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
});
