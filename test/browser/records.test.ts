import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawDocument, policyOf } from '../../src/pages/document.ts';
import { PAPER_STYLE } from '../../src/records/paper.ts';
import type { RecordFields, RecordState } from '../../src/records/record.ts';
import { drawRecordPage, drawRefusal } from '../../src/records/record-views.ts';
import { drawPictureIndex, drawStatement } from '../../src/records/statement-views.ts';
import { closeServer, listen } from '../helpers/desk.ts';
import { findBrowser } from './find-browser.ts';

const AT = Temporal.Instant.from('2013-11-05T02:00:00Z');
const BY = { number: 'FW-2013-000009', code: '0000-0000-0000-0000' };
const LABEL = { id: 'x', zh: '教授级高级工程师', en: 'Professorate senior engineer' };
const FIELDS: RecordFields = {
  ...{ code: 'NDS5-6AFP-692Q-3YAT', number: 'FW-2013-000001', year: 2013, issuedOn: '2013-10-31' },
  ...{ reportId: 'r', reportNumber: 'BG-2013-0001', expertId: 'e', name: '何知远', employer: '津沽大学' },
  ...{ title: LABEL, service: 'RV减速器样机噪声超标问题诊断'.repeat(3), line: LABEL, form: LABEL },
  ...{ unit: '津滨锐驰传动科技有限公司', place: 'a'.repeat(120), districts: ['binhai', 'wuqing'] },
  ...{ from: '2013-10-29', to: '2013-10-31', days: 2.5, travelDays: 'counted', content: '诊断\n改进' },
  ...{ results: [{ zh: '培训', en: 'trained', unit: '人次', value: 12 }], issuer: '行动', documentNo: '' },
};
const STATES: RecordState[] = [
  { kind: 'valid' },
  { kind: 'corrected', at: AT, by: BY },
  { kind: 'revoked', at: AT, by: BY },
  { kind: 'erased', at: AT },
];

/** Every page that a stranger may be shown, in both languages. */
const PAGES = (['zh', 'en'] as const).flatMap((locale) => {
  const frame = { locale, publicUrl: 'https://desk.test', timeZone: 'Asia/Shanghai' };
  const own = { number: FIELDS.number, code: FIELDS.code, year: 2013, leaf: 0, issuedAt: AT, fields: FIELDS };
  const valid = { ...own, state: { kind: 'valid' as const } };
  const rules = { travelDays: 'counted' as const, dayStep: 0.5, dayCap: 1 };
  return [
    ...STATES.map((state) =>
      drawRecordPage(
        { ...own, state, fields: state.kind === 'erased' ? undefined : FIELDS },
        frame,
        'screen',
      ),
    ),
    drawRecordPage(valid, frame, 'paper'),
    drawStatement(
      {
        ...{ year: 2013, name: '何知远', employer: '津沽大学', title: LABEL, rules, issuer: '行动' },
        ...{ documentNo: '530号', asOf: '2013-12-31', records: [valid, valid] },
      },
      frame,
    ),
    drawPictureIndex([{ reportNumber: 'BG-2013-0001', name: '现场.jpg' }], locale),
    drawRefusal('unknown', locale),
  ];
});

describe.runIf(findBrowser())('what vouches for a record', () => {
  let browser: Browser;
  let url = '';
  const server = createServer((request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(PAPER_STYLE),
    });
    const page = PAGES[Number(request.url?.slice(1))] ?? '';
    response.end(typeof page === 'string' ? page : drawDocument({ ...page, style: PAPER_STYLE }));
  });

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
    url = await listen(server);
  });
  afterAll(async () => {
    await browser.close();
    await closeServer(server);
  });

  test('When axe looks at the pages, on a phone and on a desk, Then it finds nothing, nothing runs out, and the policy lets all through', async () => {
    const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
    for (const width of [360, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      const troubles: string[] = [];
      page.on('console', (message) => troubles.push(message.text()));
      for (const no of PAGES.keys()) {
        await page.goto(`${url}/${no}`);
        await page.evaluate(axe);
        const found = await page.evaluate(async () => {
          const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
          const breaches = violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target }) => `${id} ${target}`),
          );
          return [...breaches, ...(document.documentElement.scrollWidth > innerWidth ? ['too wide'] : [])];
        });
        expect([no, width, ...found]).toEqual([no, width]);
      }
      // A browser asks for an icon by itself.
      expect(troubles.filter((one) => !one.includes('favicon'))).toEqual([]);
      await page.close();
    }
  });
});

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}
