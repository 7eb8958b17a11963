import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RECORDED_ACTS } from '../src/db/recorded-acts.ts';
import { type Entry, mayReadReason, type Side } from '../src/objects/history.ts';
import { sayEntry } from '../src/objects/history-views.ts';
import { readNumber } from '../src/objects/numbers.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import type { Programme } from '../src/programme/programme.ts';
import { type Desk, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishWithTwo, textOf } from './helpers/published.ts';

const programme = { year: 2013, timeZone: 'Asia/Shanghai', catalogue: CATALOGUE } as Programme;
const THING = {
  kind: 'claim',
  id: 'c',
  label: '',
  host: '蓟县人民医院',
  employer: '津沽大学',
  expert: '何知远',
};

function entryOf(more: Partial<Entry>): Entry {
  return {
    ...{
      id: 1,
      act: 'accept_expert',
      at: Temporal.Instant.from('2013-03-05T06:20:00Z'),
      actor: 'U1',
      name: '王芳',
    },
    ...{
      onBehalfOf: undefined,
      deputyOf: undefined,
      kind: 'claim',
      objectId: 'c',
      details: {},
      undone: false,
    },
    ...more,
  };
}
function told(side: Side, locale: 'zh' | 'en' = 'zh') {
  return { programme, locale, reader: { userId: 'U9', side }, things: [THING] };
}

describe('an act in words', () => {
  test('When somebody did it for another, took it back, or with a reason, Then the sentence says so', () => {
    const plain = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '');
    const say = (more: Partial<Entry>, side: Side = 'coordinator', locale: 'zh' | 'en' = 'zh') =>
      plain(sayEntry(entryOf(more), told(side, locale)));
    expect(say({})).toBe('王芳 确认接收专家');
    expect(say({ onBehalfOf: 'host' })).toBe('王芳 代蓟县人民医院 确认接收专家');
    expect(say({ onBehalfOf: 'host' }, 'coordinator', 'en')).toBe(
      '王芳, for 蓟县人民医院, accepted the expert',
    );
    expect(say({ undone: true })).toBe('王芳 确认接收专家（已撤回）');
    expect(say({ act: 'undo', details: { act: 'give_consent', undoes: 1 } })).toBe('王芳 撤回“同意派出”');
    expect(say({ act: 'expire_claim', actor: 'expert_desk', name: undefined })).toContain('系统');
    const no = { act: 'refuse_consent', details: { reason: '教学任务重' } } as const;
    expect(say(no)).toBe('王芳 未同意派出；原因：教学任务重');
    for (const side of ['host', 'expert', 'author', 'anybody'] as const)
      expect(say(no, side)).toBe('王芳 未同意派出');
  });

  test('When a reason is one’s own, Then it is read; a host’s no stays neutral to the expert', () => {
    const entry = entryOf({ act: 'decline_expert' });
    expect(mayReadReason(entry, { userId: 'U1', side: 'expert' })).toBe(true);
    expect(mayReadReason(entry, { userId: 'U9', side: 'expert' })).toBe(false);
    expect(mayReadReason(entry, { userId: 'U9', side: 'host' })).toBe(true);
  });

  test('When details are of another release, Then what can’t be read is left out', () => {
    const details = {
      reason: 7,
      changed: 'all',
      until: 'soon',
      because: 'x',
      link: 1,
      version: 'two',
      kind: 3,
    };
    for (const act of RECORDED_ACTS)
      for (const locale of ['zh', 'en'] as const)
        expect(sayEntry(entryOf({ act, details }), told('coordinator', locale))).not.toMatch(
          /undefined|\[object|\{/,
        );
  });

  test('When an act is named, Then some room writes it', () => {
    const sources = globSync('src/**/*.ts')
      .filter((path) => !/recorded-acts|words-history/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    // `say_yes` and `say_no` are put together.
    const parts = sources.replaceAll('`say_$' + '{answer}`', "'say_yes' 'say_no'");
    for (const act of RECORDED_ACTS) expect(parts, act).toMatch(new RegExp(`\\b${act}\\b`));
  });
});

describe('a long history', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk();
  });
  afterAll(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When there is more than a page of it, Then the latest comes first, and pages lead through all of it once', async () => {
    const need = await publishWithTwo(desk);
    const team_id = desk.workspace.teamId;
    await desk.db
      .insertInto('audit')
      .values(
        Array.from({ length: 43 }, (_, i) => ({
          ...{ team_id, act: 'edit_demand', actor: 'U0HOST', on_behalf_of: null, object_kind: 'demand' },
          ...{ object_id: need, at: desk.clock.now(), cause: null, outcome: 'done' as const },
          details: { reason: `第${i}次` },
        })),
      )
      .execute();
    const { BINHAI: user } = { BINHAI: 'U0BINHAI' };
    const read = () => textOf(desk.as(user).views.at(-1)?.blocks);
    await forgePress(desk, user, 'open_object', `demand:${need}`);
    expect(read()).toContain('第42次');
    expect(read()).not.toContain('第22次');
    const seen = new Set<string>();
    for (let page = 1; page <= 3; page += 1) {
      for (const [one] of read().matchAll(/第\d+次/g)) {
        expect(seen).not.toContain(one);
        seen.add(one);
      }
      const view = desk.as(user).views.at(-1);
      if (!view || page === 3) break;
      await desk.as(user).press(view, 'next_page');
      await desk.settle();
    }
    expect(seen.size).toBe(43);
    expect(read()).toContain('发布需求');
    expect(read()).not.toContain('"next_page"');
    const view = desk.as(user).views.at(-1);
    if (view) await desk.as(user).press(view, 'previous_page');
    await desk.settle();
    expect(read()).toContain('第22次');
  });
});

test('When a number is read, Then by its letters and digits, however they are written', () => {
  for (const text of ['xq-2013-12', 'ＸＱ－２０１３－００１２', 'XQ20130012', 'XQ 2013—12', ' xq_2013_0012 '])
    expect(readNumber(text)?.number, text).toBe('XQ-2013-0012');
  expect(readNumber('fw-2013-1')).toEqual({ series: 'FW', number: 'FW-2013-000001' });
  for (const text of ['XQ-2013-', 'XQ-13-1', 'AB-2013-1', 'XQ-2013-0', '2013-12', 'XQ-2013-12x', ''])
    expect(readNumber(text), text).toBeUndefined();
});
