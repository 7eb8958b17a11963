import { expect, test } from 'vitest';
import { lookAtAll } from '../src/schedule.ts';
import { openProcess, startYear, walk, writeDown } from './helpers/year.ts';
import { NOVEMBER } from './helpers/year-plan.ts';

const MONTH = { from: '2013-10-31', to: '2013-12-06', plan: NOVEMBER };

test('When three processes look at one database at once, Then it is as if one had looked', async () => {
  const alone = await startYear('2013-10-31T10:00:00+08:00');
  const sent = await walk(alone, MONTH);
  const list = await writeDown(alone, sent);
  await alone.close();

  const together = await startYear('2013-10-31T10:00:00+08:00');
  const others = [await openProcess(together), await openProcess(together)];
  const processes = [together.deps, ...others.map(({ deps }) => deps)];
  const sentTogether = await walk(together, {
    ...MONTH,
    async look() {
      await Promise.all(processes.map(lookAtAll));
      await Promise.all(processes.map(({ sender }) => sender.drain()));
      await together.settle();
    },
  });
  expect(await writeDown(together, sentTogether)).toBe(list);
  const kinds = new Set(sentTogether.flatMap(({ told }) => told.map((one) => one.split(' ')[0])));
  const reminded = [
    'consent',
    'host_answer',
    'service_tomorrow',
    'report',
    'report_confirmation',
    'open_need',
  ];
  expect(kinds).toEqual(new Set([...reminded, 'yearly_summary', 'snoozed']));
  expect(new Set(sentTogether.map(({ kind }) => kind))).toContain('digest_preview');
  expect(sentTogether.filter(({ kind, isReply }) => kind === 'digest' && !isReply).length).toBeGreaterThan(1);
  expect(together.workspace.violations).toEqual([]);
  for (const { close } of others) await close();
  await together.close();
}, 400_000);
