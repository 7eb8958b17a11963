import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForHelp, browserPath, sit, walk } from './people.ts';
import { type Program, SEASON_MS, seasonPlayed, startProgram } from './start-program.ts';

const CHINESE = /[\u4e00-\u9fff]/;

/** Of its own: in the shared one everybody would read English after this. */
let program: Program | undefined;

describe.runIf(browserPath)('the language of the window', () => {
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program?.stop());

  test(
    'When a newcomer’s browser is English, Then window, tour and bot are, while the season plays in and to the claimed card',
    async () => {
      const page = await sit(undefined, { url: program?.url, locale: 'en-GB', tour: true });
      await page.locator('.tour', { hasText: 'Step 1 of 7' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.locator('.strip-name').textContent()).toBe('Playground');
      await seasonPlayed(program?.url ?? '');

      await page.locator('.tour .primary', { hasText: 'Become' }).click();
      await page.waitForURL('**/?as=U0HOST#C0NEEDS');
      await page.locator('.tour .primary', { hasText: 'Next' }).click();
      await page.waitForURL('**/?as=U0BINHAI#messages');
      const asked = page.locator('main .message .button').last();
      expect(await asked.textContent()).not.toMatch(CHINESE);
      await page.locator('.tour .primary', { hasText: 'Next' }).click();
      await page.waitForURL('**/?as=U0ZJ0006#C0NEEDS');

      const claim = page.locator('main .button.primary[data-action-id="claim_slot"]').last();
      await expect.poll(() => isInView(claim)).toBe(true);
      const name = (await claim.getAttribute('aria-label'))?.replace('认领 ', '') ?? '';
      const card = page.locator('main article').filter({ has: page.locator('.header', { hasText: name }) });
      const before = await held(card);
      await claim.click();
      const answer = page.locator('.message.ephemeral').last();
      await answer.getByText('Only visible to you').waitFor();
      expect(await answer.getByRole('button').last().textContent()).toContain('Withdraw');
      await expect.poll(() => held(card)).toBe(before + 1);
    },
    SEASON_MS + 120_000,
  );

  test('When 中文 is pressed, Then everything is Chinese, also after a reload and as somebody else', async () => {
    const page = await sit('U0ZJ0006', { url: program?.url, locale: 'en-GB' });
    await walk(page, 'Home');
    await expect.poll(() => page.locator('.home .header').first().textContent()).not.toMatch(CHINESE);
    await page.getByRole('button', { name: '改用中文' }).click();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await expect.poll(() => page.locator('.home .header').first().textContent()).toMatch(CHINESE);
    await page.reload();
    await page.getByRole('button', { name: 'Read in English' }).waitFor();
    await page.locator('.person-button').click();
    await page.locator('.cast').getByRole('link', { name: 'Alice Wong' }).first().click();
    await page.waitForURL('**/?as=U0ALICE**');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
    const answer = await askForHelp(page);
    expect(await answer.textContent()).toContain('发布需求');
  });

  test('When the screen is a phone’s, Then the tour brings a card to claim into view above itself, in either language', async () => {
    for (const locale of ['en-GB', 'zh-CN']) {
      const page = await sit('U0ZJ0006', {
        ...{ url: program?.url, locale, tour: 2, viewport: { width: 390, height: 800 } },
      });
      await page.locator('.tour').waitFor();
      const claim = page.locator('main .button.primary[data-action-id="claim_slot"]').last();
      await expect.poll(() => isInView(claim)).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  });

  test('When the browser is Chinese and nothing was chosen, Then everybody reads what they read', async () => {
    const english = await sit('U0BUREAU', { url: program?.url, locale: 'fr-FR' });
    expect(await english.locator('html').getAttribute('lang')).toBe('en');
    const chinese = await sit('U0BUREAU', { url: program?.url });
    expect(await chinese.locator('html').getAttribute('lang')).toBe('en');
  });
});

/** Whether all of it can be seen where messages scroll, and nothing lies over it. */
function isInView(button: Locator): Promise<boolean> {
  return button.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const corners = [2, height - 2].map((down) => document.elementFromPoint(left + width / 2, top + down));
    return corners.every((corner) => element.contains(corner));
  });
}

/** How many slots wait for consent, as the card says. */
async function held(card: Locator): Promise<number> {
  return Number(/待确认 (\d+)/.exec((await card.textContent()) ?? '')?.[1]);
}
