import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserPath, messageAbout, NEED, openPage, postNeed, sit, walk } from './people.ts';

const AXE = 'node_modules/axe-core/axe.min.js';
/** A small phone. */
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

describe.runIf(browserPath && existsSync(AXE))('an answer without an account', () => {
  test('When a coordinator gives an address, Then a phone shows the request, in both languages, and answers it without a script', async () => {
    const title = '数控机床主轴温升一例';
    const address = await giveLink(title);

    for (const [locale, yes] of [
      ['zh-CN', '同意'],
      ['en-GB', 'We consent'],
    ] as const) {
      const page = await openPage(address, { ...PHONE, locale });
      expect(await page.title()).toContain('何知远');
      expect(await breaches(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      const button = page.getByRole('button', { name: yes, exact: true });
      const box = await button.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(48);
      expect(box?.width).toBeGreaterThan(300);
      expect(await smallestText(page)).toBeGreaterThanOrEqual(16);
      // From top to bottom, by keyboard or with a screen reader.
      const order = [];
      for (let i = 0; i < 4; i += 1) {
        await page.keyboard.press('Tab');
        order.push(
          await page.evaluate(
            () => (document.activeElement as HTMLButtonElement | null)?.value || document.activeElement?.id,
          ),
        );
      }
      expect(order).toEqual(['yes', 'reason', 'no', 'other_date']);
      await takePicture(page, `request-${locale}`);
      const paper = await openPage(`${address}?print`, { locale });
      expect(await breaches(paper)).toEqual([]);
      await paper.emulateMedia({ media: 'print' });
      await takePicture(paper, `print-${locale}`);
    }

    const page = await openPage(address, { ...PHONE, javaScriptEnabled: false });
    await page.getByRole('button', { name: '另约时间' }).click();
    await page.getByRole('alert').waitFor();
    await takePicture(page, 'again');
    await page.getByLabel('请写明原因').fill('11月25日以后');
    await page.getByRole('button', { name: '不同意' }).click();
    await page.getByRole('heading', { name: '已收到您的答复：不同意' }).waitFor();
    await takePicture(page, 'done');
    await page.goto(address);
    await page.getByRole('heading', { name: '您已经答复过了' }).waitFor();
    await takePicture(page, 'used');

    const broken = await openPage(`${address}x`, { ...PHONE, locale: 'en-GB' });
    expect(await breaches(broken)).toEqual([]);
    await takePicture(broken, 'none');
  });
});

/** A need is asked for, published and claimed; its coordinator makes a link on the need's message. */
async function giveLink(title: string): Promise<string> {
  const host = await sit('U0HOST');
  await postNeed(host, { ...NEED, title });
  const district = await sit('U0BINHAI');
  await walk(district, '消息');
  const review = messageAbout(district, title);
  await review.getByRole('button', { name: /^发布 / }).click();
  const expert = await sit('U0ZJ0006');
  const card = messageAbout(expert, title);
  await card.getByRole('button', { name: '认领' }).click();
  await expect.poll(() => card.textContent()).toContain('待确认 1');
  await review.getByRole('button', { name: '生成答复链接' }).click();
  await district.locator('dialog.confirm').getByRole('button', { name: '生成', exact: true }).click();
  const form = district.locator('dialog.modal[open]');
  await form.waitFor();
  await takePicture(district, 'modal');
  const said = await form.locator('pre').first().textContent();
  const [address = ''] = /https?:\/\/\S+\/a\/[\w-]{22}/.exec(said ?? '') ?? [];
  expect(address).not.toBe('');
  await form.locator('[type=submit]').click();
  await form.waitFor({ state: 'detached' });
  return address;
}

/** What axe faults, by rule and place. */
async function breaches(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
  });
}

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

/** In pixels. */
function smallestText(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.min(
      ...[...document.querySelectorAll('main *')].map((one) =>
        Number.parseFloat(getComputedStyle(one).fontSize),
      ),
    ),
  );
}

/** Only where somebody wants to look: `PICTURES` names the folder. */
async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
