import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, direct, sit } from './people.ts';
import { type Program, SEASON_MS, startProgram } from './start-program.ts';

/** Of its own: everybody in the shared one would lose what they are at. */
let program: Program | undefined;

describe.runIf(browserPath)('starting again', () => {
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program?.stop());

  test('When the workspace is emptied, Then nothing but people and channels is there, on today’s date', async () => {
    const page = await sit('U0BUREAU', { url: program?.url });
    await startAgain(page, '空工作区，从今天开始');
    await page.locator('#director').getByText('没有样例季').waitFor();
    await page.locator('main').getByText('这里还没有消息').waitFor();
    const today = Temporal.Now.zonedDateTimeISO('Asia/Shanghai');
    expect(await dateOn(page)).toBe(String(today.toPlainDate()));
  });

  test(
    'When the season starts again, Then it is there at once, or plays before one’s eyes, and ends on its own day, with its cards',
    async () => {
      const page = await sit('U0BUREAU', { url: program?.url });
      await startAgain(page, '从头再来');
      await page.locator('#director').getByText('已经演完').waitFor();
      expect(await dateOn(page)).toBe('2013-10-31');
      await page.locator('main article').getByRole('button', { name: '认领' }).first().waitFor();

      await startAgain(page, '在我眼前排演一遍');
      await page.locator('.season-bar').waitFor();
      expect(await page.getByRole('radio', { name: 'Socket Mode' }).isDisabled()).toBe(true);
      await page.locator('#director').getByText('已经演完').waitFor({ timeout: SEASON_MS });
      await page.locator('.season-bar').waitFor({ state: 'detached' });
      expect(await dateOn(page)).toBe('2013-10-31');
      await page.locator('main article').getByRole('button', { name: '认领' }).first().waitFor();
    },
    SEASON_MS + 60_000,
  );
});

/** Presses one of the panel's three buttons, and means it. */
async function startAgain(page: Page, name: string): Promise<void> {
  const panel = page.locator('#director');
  if (!(await panel.isVisible())) await direct(page);
  await panel.getByRole('button', { name }).click();
  const dialog = page.locator('dialog.confirm');
  expect(await dialog.textContent()).toContain('您做的一切都会消失');
  await dialog.getByRole('button', { name: '重新开始' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** The day in Shanghai that the window's clock shows. */
async function dateOn(page: Page): Promise<string> {
  const moment = (await page.locator('.clock time').getAttribute('datetime')) ?? '';
  return String(Temporal.Instant.from(moment).toZonedDateTimeISO('Asia/Shanghai').toPlainDate());
}
