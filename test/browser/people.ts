/** People at their windows: each in a browser context of their own, as in a tab on their own machine. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { findBrowser } from './find-browser.ts';

export const browserPath = findBrowser();

let browser: Browser | undefined;
let troubles: string[] = [];

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) {
    for (const page of context.pages()) await leaveForms(page);
    await context.close();
  }
  const seen = troubles;
  troubles = [];
  expect(seen, 'the console stays clean').toEqual([]);
});

afterAll(() => browser?.close());

/** A window belongs to the person and not to the tab: left open it would meet them again in the next test. */
async function leaveForms(page: Page): Promise<void> {
  const form = page.locator('dialog.modal[open]').first();
  if ((await form.count()) === 0) return;
  await form.locator('.dialog-head button').click();
  await form.waitFor({ state: 'detached' });
}

/** Sits a person down at a window, or whom the bare address means, in a Chinese browser unless said otherwise, without the tour or at its step; what their console complains about fails the test. */
export async function sit(
  user: string | undefined,
  options: BrowserContextOptions & { tour?: boolean | number; url?: string | undefined } = {},
): Promise<Page> {
  const { tour = false, url = inject('url'), ...context } = options;
  const seat = await newSeat(context);
  const kept = tour === false ? 'closed' : tour === true ? undefined : String(tour);
  if (kept) await seat.addInitScript((step) => localStorage.setItem('expert-desk.tour', step), kept);
  const page = await newPage(seat);
  await page.goto(user ? `${url}/?as=${user}` : `${url}/`);
  await page.locator('.strip').waitFor();
  return page;
}

async function newSeat(options: BrowserContextOptions): Promise<BrowserContext> {
  // Chromium's own sandbox needs rights that containers don't give; the pages are ours.
  browser ??= await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  return browser.newContext({
    ...{ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' },
    ...options,
  });
}

/** @param refusals a page may be answered by a status that the console complains about */
async function newPage(seat: BrowserContext, refusals = false): Promise<Page> {
  const page = await seat.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    const isRefusal = /status of 4(04|10|22) /.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !(refusals && isRefusal))
      troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  return page;
}

/** Opens any address in a browser of somebody's own; what the console complains about fails the test, but for how it was answered. */
export async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPage(await newSeat(options), true);
  await page.goto(address);
  return page;
}

/** Goes to where the sidebar leads under this name. */
export async function walk(
  page: Page,
  name: '主页' | '消息' | '专家需求' | 'Home' | 'Messages',
): Promise<void> {
  await page.locator('.sidebar').getByRole('link', { name }).click();
}

/** Types a command where the person is, and waits for the window that it opens. */
export async function openForm(page: Page, command: string): Promise<Locator> {
  await page.locator('main textarea').fill(`${command} `);
  await page.locator('main textarea').press('Enter');
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  return dialog;
}

/** What a host unit writes; only the title differs. */
export const NEED: Record<string, string> = {
  unit_name: '津滨锐驰传动科技有限公司',
  expert_slots: '1',
  time_text: '2013年11月中旬',
  description: '减速器样机噪声超标',
  expert_requirement: '机械振动方向',
  place: '测试车间',
  expected_outcome: '确定噪声来源',
  contact_name: '卢工',
  contact_phone: '022-0000-1001',
};

/** Fills in the fields that are typed into, by block_id. */
export async function typeInto(dialog: Locator, fields: Record<string, string>): Promise<void> {
  for (const [field, text] of Object.entries(fields)) {
    await dialog.locator(`[data-block-id="${field}"]`).locator('input, textarea').first().fill(text);
  }
}

/** Chooses one option of a list of many, as a person does: open, type, take, close; unless it is chosen already. */
export async function chooseFrom(dialog: Locator, field: string, option: string): Promise<void> {
  const page = dialog.page();
  const block = dialog.locator(`[data-block-id="${field}"]`);
  if ((await block.locator('.chip', { hasText: option }).count()) > 0) return;
  await block.locator('.multi-open').click();
  await page.locator('.multi-list input').fill(option);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** Writes a need and sends it off; `district` as its option reads. */
export async function postNeed(page: Page, need: Record<string, string>, district = '滨海'): Promise<void> {
  const form = await openForm(page, '/expert-demand');
  await typeInto(form, need);
  await chooseFrom(form, 'districts', district);
  await form.locator('[data-block-id="action_line"] select').selectOption('tech_sme');
  await form.locator('[type=submit]').click();
  await form.locator('[data-block-id="service_start"]').waitFor();
  await form.locator('[type=submit]').click();
  await form.locator('[type=submit]').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
}

/** Asks the app for its commands where the person is, and waits for the answer. */
export async function askForHelp(page: Page): Promise<Locator> {
  const answers = page.locator('.message.ephemeral');
  const before = await answers.count();
  await page.locator('main textarea').fill('/expert help');
  await page.locator('main textarea').press('Enter');
  await answers.nth(before).waitFor();
  return answers.nth(before);
}

/** Opens the director's panel on its controls. */
export async function direct(page: Page): Promise<Locator> {
  await page.locator('#director-button').click();
  return page.locator('#director');
}

/** All messages for everybody here that speak of this. */
export function messagesAbout(page: Page, text: string): Locator {
  return page.locator('main article:not(.ephemeral)').filter({ hasText: text });
}

/** The message for everybody here that speaks of this, the newest if there are several. */
export function messageAbout(page: Page, text: string): Locator {
  return messagesAbout(page, text).last();
}
