import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserPath, chooseFrom, messageAbout, openForm, sit, walk } from './people.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.runIf(browserPath)('a report at the window', () => {
  test('When an expert is looked for, Then typing finds them by name or employer, with the keyboard alone', async () => {
    const page = await sit('U0BUREAU');
    const form = await openReport(page);
    const field = form.locator('[data-block-id="experts"]');
    await field.locator('.multi-open').focus();
    await page.keyboard.press('Enter');
    const search = page.locator('.multi-list input');
    await search.waitFor();
    const status = page.locator('.multi-list [role=status]');
    expect(await status.textContent()).toContain('至少输入 1 个字');
    await page.keyboard.insertText('这里没有这个人');
    await expect.poll(() => status.textContent()).toContain('没有符合');
    await search.fill('');
    await page.keyboard.insertText('何知远');
    await expect.poll(() => status.textContent()).toMatch(/找到 \d+ 项/);
    await takePicture(page, form, 'search-zh');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await field.locator('.chip', { hasText: '何知远' }).count()).toBe(1);
    await expect
      .poll(() => field.locator('.multi-open').evaluate((it) => it === document.activeElement))
      .toBe(true);
    await form.locator('.dialog-head button').click();
    await form.waitFor({ state: 'detached' });
  });

  test('When files are added, Then wrong ones are named, right ones go along and can be looked at', async () => {
    const page = await sit('U0BUREAU');
    const form = await openReport(page);
    await chooseFrom(form, 'districts', '滨海');
    await fillReport(form, '现场义诊（有照片）');
    const field = form.locator('[data-block-id="attachments"]');
    await field.waitFor();
    await addFiles(field);
    await expect.poll(() => field.locator('.file-name').allTextContents()).toEqual(['<b>现场</b>.png']);
    expect(await field.locator('[role=alert]').textContent()).toContain('清单.txt');
    await takePicture(page, field, 'files-zh');
    // What is wrong elsewhere leaves the files where they are.
    await form.locator('[data-block-id="typical_story"] textarea').fill('字'.repeat(3001));
    await form.locator('[type=submit]').click();
    await form.locator('[data-block-id="typical_story"] .error').waitFor();
    expect(await field.locator('.file-name').count()).toBe(1);
    await form.locator('[data-block-id="typical_story"] textarea').fill('');
    await form.locator('[type=submit]').click();
    await expect.poll(() => form.textContent()).toMatch(/BG-2013-\d+/);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    const coordinator = await sit('U0BINHAI');
    await walk(coordinator, '消息');
    const review = messageAbout(coordinator, '现场义诊（有照片）');
    await review.getByRole('button', { name: /查看附件/ }).click();
    const shown = coordinator.locator('dialog[open] img');
    await expect.poll(() => shown.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(1);
    expect(await shown.getAttribute('alt')).toBe('图片：<b>现场</b>.png');
    await takePicture(coordinator, coordinator.locator('dialog[open]'), 'shown-zh');
  });

  test('When an English reader adds files, Then everything is said in English', async () => {
    await giveAlice('bureau');
    const page = await sit('U0ALICE');
    const form = await openReport(page);
    await chooseFrom(form, 'districts', 'Binhai');
    await fillReport(form, 'A clinic, with pictures');
    const field = form.locator('[data-block-id="attachments"]');
    await addFiles(field);
    await expect.poll(() => field.locator('[role=alert]').textContent()).toContain('can not be added');
    expect(await field.locator('.hint').first().textContent()).toContain('1 added, 10 at most');
    await takePicture(page, field, 'files-en');
    await giveAlice('none');
  });
});

/** Lets her file a report, and takes that back: in the other stories she is a host unit's contact alone. */
async function giveAlice(role: 'bureau' | 'none'): Promise<void> {
  const bureau = await sit('U0BUREAU');
  const settings = await openForm(bureau, '/expert settings');
  await settings.locator('[data-block-id="user"] select').selectOption('U0ALICE');
  await settings.locator('[data-block-id="role"] select').selectOption(role);
  await settings.locator('[type=submit]').click();
  await settings.locator('[type=submit]').waitFor({ state: 'detached' });
  await bureau.keyboard.press('Escape');
  await settings.waitFor({ state: 'detached' });
}

/** Step one, on to step two. */
async function fillReport(form: Locator, title: string): Promise<void> {
  await form.locator('[data-block-id="title"] input').fill(title);
  for (const day of ['service_start', 'service_end'])
    await form.locator(`[data-block-id="${day}"] input`).fill('2013-10-12');
  await form.locator('[data-block-id="summary"] textarea').fill('义诊');
  const experts = form.locator('[data-block-id="experts"]');
  await experts.locator('.multi-open').click();
  await form.page().locator('.multi-list input').fill('何知远');
  await form.page().locator('.multi-list [role=option]').first().click();
  await form.page().keyboard.press('Escape');
  await form.locator('[type=submit]').click();
}

async function addFiles(field: Locator): Promise<void> {
  await field.locator('input').setInputFiles([
    { name: '<b>现场</b>.png', mimeType: 'image/png', buffer: PNG },
    { name: '清单.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
  ]);
}

async function openReport(page: Page): Promise<Locator> {
  await page.locator('main textarea').fill('/expert-report ');
  await page.locator('main textarea').press('Enter');
  await page.locator('[data-action-id="file_report"]').last().click();
  const dialog = page.locator('dialog[open]');
  await dialog.locator('[data-block-id="experts"]').waitFor();
  return dialog;
}

/** For whoever wants to look at it: `PICTURES=<folder>`. */
async function takePicture(page: Page, at: Locator, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  await at.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${folder}/${name}.png` });
}
