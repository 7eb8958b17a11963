import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { askForHelp, browserPath, direct, openForm, openPage, sit, walk } from './people.ts';

/** Who does each step of the tour, and where. */
const TOUR = [
  ...['U0HOST#C0NEEDS', 'U0BINHAI#messages', 'U0ZJ0006#C0NEEDS'],
  ...['U0HOME#messages', 'U0BINHAI#messages', 'U0HOST#messages', 'U0BUREAU#C0NEEDS'],
];

describe.runIf(browserPath)('the window', () => {
  test('When an English-speaking person sits down, Then window and bot speak English', async () => {
    const alice = await sit('U0ALICE');
    expect(await alice.locator('html').getAttribute('lang')).toBe('en');
    const answer = await askForHelp(alice);
    await answer.getByText('Only visible to you').waitFor();
    expect(await answer.locator('.blocks').textContent()).toMatch(/Post a need|post a need/);
    expect(await alice.locator('.strip').textContent()).toMatch(/\w{3}, \d+ \w{3} 2013/);
  });

  test('When it is as narrow as a phone, Then nothing runs out of it and the sidebar opens over it', async () => {
    const host = await sit('U0HOST', { viewport: { width: 390, height: 800 } });
    expect(await overflow(host)).toBe(0);
    await host.locator('.strip-menu').click();
    await walk(host, '主页');
    await host.locator('.home .header').first().waitFor();
    expect(await overflow(host)).toBe(0);
    await host.locator('.strip-menu').click();
    await walk(host, '专家需求');
    const form = await openForm(host, '/expert-demand');
    expect(await overflow(host)).toBe(0);
    await form.locator('.dialog-head button').click();
    await form.waitFor({ state: 'detached' });
  });

  test('When the tour comes to those without an account, Then the address it leads to shows what they are asked', async () => {
    const page = await sit('U0BINHAI', { tour: 4 });
    await page.locator('.tour', { hasText: '没有账号' }).waitFor();
    await walk(page, '消息');
    const requests = page.locator('main .blocks:has([data-action-id="refuse_consent"])');
    const button = requests.locator('[data-action-id="make_link"]').last();
    await button.waitFor();
    await button.click();
    await page.locator('dialog.confirm').getByRole('button', { name: '生成', exact: true }).click();
    const form = page.locator('dialog.modal[open]');
    const said = await form.locator('pre').first().textContent();
    await form.locator('[type=submit]').click();
    await form.waitFor({ state: 'detached' });
    const [address = ''] = /https?:\/\/\S+\/a\/[\w-]{22}/.exec(said ?? '') ?? [];
    const phone = await openPage(address, { viewport: { width: 390, height: 800 } });
    await phone.getByRole('button', { name: '同意', exact: true }).waitFor();
  });

  test('When the director moves the clock, Then every window shows the new day', async () => {
    const [director, host] = [await sit('U0BUREAU'), await sit('U0HOST')];
    const panel = await direct(director);
    const [before, tomorrow] = [await momentAt(host), await dayAfter(host)];
    expect(await host.locator('.clock').textContent()).not.toContain(tomorrow);
    await panel.getByRole('button', { name: '后一天' }).click();
    await expect.poll(() => host.locator('.clock').textContent()).toContain(tomorrow);
    expect(Math.round(before.until(await momentAt(host)).total('hours'))).toBe(24);
  });

  test('When somebody types a command, Then the director sees what was sent, and how fast it was answered', async () => {
    const director = await sit('U0BUREAU');
    await askForHelp(director);
    await director.locator('#director-button').click();
    await director.locator('#director').getByRole('tab').last().click();
    const line = director.locator('.log-entry.to_app').filter({ hasText: '/expert' }).first();
    await line.locator('.log-line').click();
    expect(await line.locator('.log-ms').textContent()).toMatch(/\d/);
    expect(await line.locator('pre').first().textContent()).toContain('U0BUREAU');
    await director.keyboard.press('Escape');
    await director.locator('#director').waitFor({ state: 'detached' });
    expect(await director.evaluate(() => document.activeElement?.id)).toBe('director-button');
  });

  test('When the connection drops, Then the window comes back by itself', async () => {
    const director = await sit('U0BUREAU');
    await director.locator('#director-button').click();
    await director.getByRole('button', { name: '断开这个窗口的连接' }).click();
    await director.locator('.lost').waitFor();
    await director.locator('.lost').waitFor({ state: 'detached' });
    await askForHelp(director);
  });

  test('When messages are shown as a screen reader gets them, Then there are no buttons, and every message has text', async () => {
    const host = await sit('U0HOST');
    await host.locator('main article .blocks').first().waitFor();
    await host.locator('.plain-switch').click();
    await expect.poll(() => host.locator('main article .blocks').count()).toBe(0);
    const texts = await host.locator('main article .message-text').allTextContents();
    expect(texts.filter((text) => text.trim() === '' || text.includes('没有顶层文字'))).toEqual([]);
  });

  test('When the tour goes on, Then it leads through seven places; closed for good, it stays away', async () => {
    const page = await sit('U0BUREAU', { tour: true });
    for (const [index, place] of TOUR.entries()) {
      await page.locator('.tour .primary').click();
      await page.waitForURL(`**/?as=${place}`);
      await page.locator('.tour', { hasText: `第 ${index + 1} 步，共 7 步` }).waitFor();
    }
    await page.getByRole('button', { name: '关闭导览，不再显示' }).click();
    await page.locator('.tour').waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.strip').waitFor();
    expect(await page.locator('.tour').count()).toBe(0);
    await (await direct(page)).getByRole('button', { name: '再看一遍导览' }).click();
    await page.locator('.tour', { hasText: '第 1 步' }).waitFor();
  });

  test('When a message is answered by the keyboard, Then its thread opens, and the app can be mentioned there', async () => {
    const host = await sit('U0HOST');
    await host.locator('main .message-tools [aria-haspopup=menu]').last().focus();
    await host.keyboard.press('Enter');
    await expect.poll(() => host.evaluate(() => document.activeElement?.role)).toBe('menuitem');
    await host.keyboard.press('Enter');
    const thread = host.locator('.thread');
    await expect
      .poll(() => host.evaluate(() => document.activeElement?.closest('.thread') !== null))
      .toBe(true);
    const before = await thread.locator('article').count();
    await thread.getByRole('button', { name: '提到应用' }).click();
    await host.keyboard.press('Enter');
    await expect.poll(() => thread.locator('article').count()).toBeGreaterThan(before);
    expect(await thread.locator('textarea').inputValue()).toBe('');
    await host.keyboard.press('Escape');
    await thread.waitFor({ state: 'detached' });
  });

  const axe = 'node_modules/axe-core/axe.min.js';
  test.runIf(existsSync(axe))('When axe looks at it, light and dark, Then it finds nothing', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await sit('U0HOST', { colorScheme, tour: true });
      await page.evaluate(readFileSync(axe, 'utf8'));
      expect(await breaches(page)).toEqual([]);
      await page.locator('#director-button').click();
      expect(await breaches(page)).toEqual([]);
      await page.keyboard.press('Escape');
      const form = await openForm(page, '/expert-demand');
      await form.locator('[type=submit]').click();
      expect(await breaches(page)).toEqual([]);
      await form.locator('.dialog-head button').click();
      await form.waitFor({ state: 'detached' });
    }
  });
});

/** What the programme's clock shows. */
async function momentAt(page: Page): Promise<Temporal.Instant> {
  return Temporal.Instant.from((await page.locator('.clock time').getAttribute('datetime')) ?? '');
}

/** The day after the one on the clock, as the window writes it. */
async function dayAfter(page: Page): Promise<string> {
  const { year, month, day } = (await momentAt(page)).toZonedDateTimeISO('Asia/Shanghai').add({ days: 1 });
  return `${year}年${month}月${day}日`;
}

/** How many pixels the page is wider than the screen. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** What axe faults, by rule and place. */
function breaches(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
  });
}

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}
