import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { browserPath, openPage, sit, walk } from './people.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

describe.runIf(browserPath)('a statement on paper', () => {
  test('When a newcomer prints an expert’s statement in the playground and scans a code on it, Then the page says that the record is valid', async () => {
    const expert = await sit('U0ZJ0047');
    await expert.locator('main textarea').fill('/expert 记录');
    await expert.locator('main textarea').press('Enter');
    await expert
      .getByRole('button', { name: /打印年度证明/ })
      .last()
      .click();
    await expert.locator('.message.ephemeral', { hasText: '正在准备' }).waitFor();
    await walk(expert, '消息');
    const handed = expert.locator('main article', { hasText: '2013年度专家服务基层证明' }).last();
    await handed.getByRole('link', { name: /回复/ }).click();
    const file = expert.locator('a[href^="/window/files/"]').last();
    await file.waitFor();
    // As the browser that downloads it reads it.
    const read = (it: Element) => fetch((it as HTMLAnchorElement).href).then((answer) => answer.text());
    const markup = await file.evaluate(read);
    const paper = await openPage('about:blank', PHONE);
    await paper.setContent(markup);
    expect(await paper.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);

    const address = await scan(paper.locator('.qr').first());
    expect(address).toMatch(new RegExp(`^${inject('url')}/records/([0-9A-Z]{4}-){3}[0-9A-Z]{4}$`));
    for (const [locale, valid] of [
      ['zh-CN', '有效'],
      ['en-GB', 'Valid'],
    ] as const) {
      const page = await openPage(address, { ...PHONE, locale });
      expect(await page.getByRole('status').textContent()).toContain(valid);
      expect(await page.textContent('main')).toContain('柏宁安');
    }
  });
});

/** As a phone does it, from what is on the screen. */
async function scan(code: Locator): Promise<string> {
  prepareZXingModule({
    overrides: {
      wasmBinary: new Uint8Array(readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'))
        .buffer,
    },
  });
  const [found] = await readBarcodes(new Uint8Array(await code.screenshot()), { formats: ['QRCode'] });
  return found?.text ?? '';
}
