import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtDigests } from '../src/digests/look-at-digests.ts';
import type { Block, Message } from '../src/playground/records.ts';
import { lookAtAll } from '../src/schedule.ts';
import { UNITS, unitName } from '../src/summaries/summary.ts';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { keepExperts, keepNeed, keepReport, keepSeason } from './helpers/season-rows.ts';

const THURSDAY = '2013-10-31T10:00:00+08:00';
const PREVIEW = '2013-11-01T15:00:00+08:00';
const MONDAY = '2013-11-04T09:00:00+08:00';

let desk: Desk;
let teamId: string;

beforeEach(async () => {
  desk = await startDesk({ now: THURSDAY });
  teamId = desk.workspace.teamId;
});

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const look = (moment?: string) => desk.look(moment);

const isMain = ({ thread_ts, ts }: Message) => !thread_ts || thread_ts === ts;
const digestsIn = (channel = CHANNEL) =>
  desk.workspace
    .messages(channel)
    .filter((one) => isMain(one) && /mute_digest/.test(JSON.stringify(one.blocks)));
const repliesTo = ({ channel, ts }: Message) =>
  desk.workspace.messages(channel).filter(({ thread_ts, ts: own }) => thread_ts === ts && own !== ts);
const typesIn = (blocks: readonly Block[] | undefined) => (blocks ?? []).map(({ type }) => type);
const previewOf = (user = 'U0BUREAU') => {
  const found = desk
    .as(user)
    .dms.findLast((one) => isMain(one) && /digest_settings/.test(JSON.stringify(one.blocks)));
  if (!found) throw new Error('no preview');
  return found;
};
const answerTo = (user: string) => desk.as(user).ephemerals.at(-1)?.text ?? '';

async function press(user: string, message: Message, actionId: string): Promise<void> {
  await desk.as(user).press(message, actionId);
  await desk.settle();
}

async function states(): Promise<Record<string, string>> {
  const rows = await desk.db.selectFrom('digest_issue').select(['slot', 'state']).orderBy('slot').execute();
  return Object.fromEntries(rows.map(({ slot, state }) => [slot, state]));
}

/** A unit's summary, handed in once and not decided, accepted or returned. */
async function keepSummary(
  unit_kind: 'district' | 'system',
  unit: string,
  outcome: 'accepted' | 'returned' | null,
): Promise<void> {
  const now = desk.clock.now();
  await desk.db
    .insertInto('yearly_summary')
    .values({ team_id: teamId, id: `${unit_kind} ${unit}`, year: 2013, unit_kind, unit })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const { id } = await desk.db
    .selectFrom('yearly_summary')
    .select('id')
    .where('unit_kind', '=', unit_kind)
    .where('unit', '=', unit)
    .executeTakeFirstOrThrow();
  await desk.db.deleteFrom('yearly_summary_version').where('summary_id', '=', id).execute();
  await desk.db
    .insertInto('yearly_summary_version')
    .values({
      ...{ team_id: teamId, summary_id: id, version: 1, nil: true, submitted_by: 'U0BINHAI' },
      figures: { reports: 0, experts: 0, personTimes: 0, metrics: {} },
      ...{ on_behalf: false, submitted_at: now, outcome, reason: outcome === 'returned' ? '请补充' : null },
      ...{ decided_by: outcome && 'U0BUREAU', decided_at: outcome && now },
    })
    .execute();
}

/** Opens the settings of the digest that stands in a message, and sends them changed. */
async function change(
  user: string,
  message: Message,
  values: Record<string, string | string[]>,
): Promise<void> {
  await press(user, message, 'digest_settings');
  await desk.as(user).submit(values);
  await desk.settle();
}

describe('a week of the needs channel', () => {
  test('When the programme was set up, Then its channel has a digest on Mondays, in the name of who set it up', async () => {
    await look();
    await look();
    const plans = await desk.db.selectFrom('digest_channel').selectAll().execute();
    expect(plans).toMatchObject([
      { channel_id: CHANNEL, weekday: 1, time: '09:00', language: 'zh', set_by: 'U0BUREAU', enabled: true },
    ]);
    expect(digestsIn()).toEqual([]);
  });

  test('When its time comes, Then preview, digest and its thread stand there once, with all that is to be said', async () => {
    await keepSeason(desk);
    for (const i of [1, 2, 3, 4, 5, 6, 7])
      await keepNeed(desk, teamId, i, { claim_deadline: `2013-11-1${i}` });
    await desk.db
      .updateTable('report')
      .set({ typical_story: '手术示教三台，全部成功。' })
      .where('id', '=', 'r4')
      .execute();
    await look();
    await look(PREVIEW);
    const preview = previewOf();
    expect(preview.text).toContain('进展通报预览 · 2013年11月4日 09:00');
    expect(preview.text).toContain('服务专家 21 人，目标 300 人（7%）');
    expect(JSON.stringify(preview.blocks)).toMatch(/post_digest_now.*skip_digest.*digest_settings/);
    expect(desk.as('U0BUREAU').dms.filter(({ thread_ts }) => thread_ts === preview.ts).length).toBe(3);

    await look(MONDAY);
    await look(MONDAY);
    const [digest, ...more] = digestsIn();
    if (!digest) throw new Error('no digest');
    expect(more).toEqual([]);
    expect(digest.text).toContain('由 市局专技处 设置');
    for (const said of ['服务专家 21 人', '距目标还差 279 人', '11月4日 21', '需求1号', '等待认领的需求'])
      expect(digest.text).toContain(said);
    expect(typesIn(digest.blocks)).toContain('data_visualization');
    expect(JSON.stringify(digest.blocks).match(/"claim_slot"/g)).toHaveLength(5);
    expect(JSON.stringify(digest.blocks)).toContain('全部 7 条需求');

    const [coverage, outcomes] = repliesTo(digest);
    expect(typesIn(coverage?.blocks).filter((type) => type === 'data_table')).toHaveLength(2);
    for (const unit of ['蓟县: 需求 0 · 报告 2 · 服务专家 3', '滨海新区: 需求 7', '教育系统', '水务系统'])
      expect(coverage?.text).toContain(unit);
    expect(coverage?.text.split('\n').filter((line) => line.includes('服务专家')).length).toBe(27);
    expect(outcomes?.text).toContain('义诊人次 944 人次');
    expect(outcomes?.text).toContain('手术示教三台');
    for (const part of [digest, coverage, outcomes]) expect(part?.text.length).toBeLessThanOrEqual(4000);
    expect(previewOf().text).toContain('已于 2013年11月4日 09:00');
    expect(previewOf().ts).toBe(preview.ts);
  });

  test('When November has come, Then the digest names the units that owe a summary, a district’s its own', async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null, districts: ['binhai', 'heping'] });
    await keepSummary('district', 'heping', null);
    await keepSummary('district', 'hedong', 'accepted');
    await keepSummary('system', 'education', 'accepted');
    await keepSummary('district', 'binhai', 'returned');
    await look();
    const plan = await desk.db.selectFrom('digest_channel').selectAll().executeTakeFirstOrThrow();
    for (const [district, language] of [
      ['heping', 'zh'],
      ['binhai', 'en'],
    ] as const) {
      const channel_id = `C0${district.toUpperCase()}`;
      desk.workspace.addChannel({
        ...{ id: channel_id, name: district },
        ...{ members: ['U0BUREAU'], botIsMember: true },
      });
      await desk.db
        .insertInto('digest_channel')
        .values({ ...plan, id: district, channel_id, district, language })
        .execute();
    }
    const coverageIn = (channel = CHANNEL) => {
      const digest = digestsIn(channel).at(-1);
      return (digest && repliesTo(digest)[0]?.text.split('\n')) ?? [];
    };
    await look(MONDAY);
    expect(coverageIn()).toContain('年度总结：应报 27 个单位，已报 3 个。');
    const missing = coverageIn().find((line) => line.startsWith('尚待报送：'));
    expect(missing?.split('、')).toHaveLength(24);
    for (const unit of ['：河西区、', '、滨海新区、', '、蓟县、卫生']) expect(missing).toContain(unit);
    expect(missing).not.toMatch(/和平区|河东区|教育/);
    expect(coverageIn('C0HEPING')).toContain('和平区年度总结：已报送，待市局接收。');
    expect(coverageIn('C0BINHAI')).toContain('Yearly summary of Binhai New Area: returned, to be mended.');

    await desk.db.updateTable('digest_channel').set({ language: 'en' }).execute();
    for (const unit of UNITS) await keepSummary(unit.kind, unit.slug, 'returned');
    await look('2013-11-11T09:00:00+08:00');
    const inEnglish = coverageIn();
    expect(inEnglish.slice(-2)).toEqual([
      'Yearly summaries: 0 of 27 handed in.',
      `Not yet: ${UNITS.map((unit) => unitName(unit, 'en', 2013)).join(', ')}`,
    ]);

    await desk.db.updateTable('yearly_summary_version').set({ outcome: 'accepted', reason: null }).execute();
    await look('2013-11-18T09:00:00+08:00');
    expect(coverageIn().at(-1)).toBe('Yearly summaries: all 27 handed in.');
  });

  test('When the next week comes, Then it says what changed, and tells no story twice', async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null });
    await desk.db.updateTable('report').set({ typical_story: '示教' }).where('id', '=', 'r4').execute();
    await look();
    await look(MONDAY);
    const accepted = Temporal.Instant.from('2013-11-06T02:00:00Z');
    const more = {
      experts: ['41'],
      end: '2013-11-05',
      districts: ['heping'],
      line: 'other',
      metrics: { lectures: 2 },
    };
    await keepExperts(desk, teamId, ['41']);
    await keepReport(desk, teamId, 'new', { ...more, state: 'accepted', acceptedAt: accepted });
    await keepNeed(desk, teamId, 2, { published_at: accepted, claim_deadline: null });
    await look('2013-11-11T09:00:30+08:00');
    const [, second] = digestsIn();
    expect(second?.text).toContain('上期以来  新发布需求 1 条 · 新采纳报告 1 份 · 新增服务专家 1 人');
    expect(second?.text).not.toContain('由 市局专技处 设置');
    expect(
      second &&
        repliesTo(second)
          .map(({ text }) => text)
          .join(),
    ).not.toContain('典型事迹');
    expect(await states()).toEqual({ '2013-11-04': 'posted', '2013-11-11': 'posted' });
  });

  test('When a digest is sent later than it was settled, Then each act is counted in exactly one', async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null });
    await look();
    await look(MONDAY);
    const published_at = Temporal.Instant.from('2013-11-06T02:00:00Z');
    await keepNeed(desk, teamId, 2, { published_at, claim_deadline: null });
    desk.clock.moveTo(Temporal.Instant.from('2013-11-11T09:00:00+08:00'));
    await lookAtDigests(desk.deps);
    const acceptedAt = Temporal.Instant.from('2013-11-11T09:20:00+08:00');
    const late = { experts: ['41'], end: '2013-11-05', districts: ['heping'], line: 'other', metrics: {} };
    await keepExperts(desk, teamId, ['41']);
    await keepReport(desk, teamId, 'late', { ...late, state: 'accepted', acceptedAt });
    await look('2013-11-11T09:40:00+08:00');
    await look('2013-11-18T09:00:00+08:00');
    const [, second, third] = digestsIn();
    expect(second?.text).toMatch(/上期以来 {2}新发布需求 1 条\n/);
    expect(third?.text).toMatch(/上期以来 {2}新采纳报告 1 份 · 新增服务专家 1 人\n/);
  });

  test('When more is accepted while a digest waits to be sent, Then it says what was true when it was posted', async () => {
    await keepSeason(desk);
    await look();
    desk.clock.moveTo(Temporal.Instant.from(MONDAY));
    await lookAtDigests(desk.deps);
    await keepExperts(desk, teamId, ['41']);
    const late = { experts: ['41'], end: '2013-11-03', districts: ['heping'], line: 'other', metrics: {} };
    const acceptedAt = Temporal.Instant.from('2013-11-04T09:00:20+08:00');
    await keepReport(desk, teamId, 'late', { ...late, state: 'accepted', acceptedAt });
    await desk.settle();
    const [first] = digestsIn();
    expect(first?.text).toContain('服务专家 21 人，目标 300 人');
    expect(first?.text).toContain('已采纳报告 13 份');
  });

  test('When nothing happened and nothing is open, Then nothing is posted, or one line where that is asked for', async () => {
    await look();
    await look(PREVIEW);
    expect(desk.as('U0BUREAU').dms).toEqual([]);
    await look(MONDAY);
    expect(digestsIn()).toEqual([]);
    expect(await states()).toEqual({ '2013-11-04': 'nothing_new' });
    await desk.db
      .updateTable('digest_channel')
      .set({ content: ['progress', 'quiet_line'] })
      .execute();
    await look('2013-11-11T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(1);
    expect(digestsIn()[0]?.text).toContain('没有新的进展');
  });

  test('When what a channel asks for would show nothing, Then nothing comes; otherwise no digest is a headline alone', async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null });
    const holding = (...content: string[]) =>
      desk.db.updateTable('digest_channel').set({ content }).execute();
    const sizes = () => digestsIn().map(({ blocks }) => typesIn(blocks).length);
    await look();
    await holding('story');
    await look(PREVIEW);
    expect(desk.as('U0BUREAU').dms).toEqual([]);
    await look(MONDAY);
    await holding('changes');
    await look('2013-11-11T09:00:00+08:00');
    await holding('overdue');
    await look('2013-11-18T09:00:00+08:00');
    expect(digestsIn()).toEqual([]);

    await holding('changes');
    const published_at = Temporal.Instant.from('2013-11-20T02:00:00Z');
    await keepNeed(desk, teamId, 2, { published_at, claim_deadline: null });
    await look('2013-11-25T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(1);
    expect(digestsIn()[0]?.text).toContain('近期变化  新发布需求 1 条');

    await holding('coverage');
    await keepNeed(desk, teamId, 3, {
      published_at: published_at.add({ hours: 7 * 24 }),
      claim_deadline: null,
    });
    await look('2013-12-02T09:00:00+08:00');
    expect(typesIn(digestsIn()[1]?.blocks)).toContain('data_table');
    expect(digestsIn()[1] && repliesTo(digestsIn()[1] as Message)).toEqual([]);

    await holding('story', 'quiet_line');
    await look('2013-12-09T09:00:00+08:00');
    expect(digestsIn()[2]?.text).toBe('本期没有新的进展。\n服务专家 21 人，目标 300 人（7%）');
    await holding('story');
    desk.clock.moveTo(Temporal.Instant.from('2013-12-10T10:00:00+08:00'));
    await desk.as('U0BUREAU').command('/expert-digest');
    await desk.settle();
    const answer = desk.as('U0BUREAU').ephemerals.at(-1);
    if (answer) await desk.as('U0BUREAU').press(answer, 'post_digest_now');
    await desk.settle();
    expect(digestsIn()[3]?.text).toContain('本期没有新的进展。');
    expect(sizes().every((count) => count > 2)).toBe(true);
  });

  test('When the desk was down, Then the newest slot comes late and says so, and older ones are noted', async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null });
    await look();
    await look('2013-11-19T20:00:00+08:00');
    expect(digestsIn(), 'nothing at night').toEqual([]);
    await look('2013-11-20T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(1);
    expect(digestsIn()[0]?.text).toContain('本期原定 2013年11月18日 09:00');
    expect(await states()).toEqual({
      '2013-11-04': 'too_old',
      '2013-11-11': 'too_old',
      '2013-11-18': 'posted',
    });
    await look('2013-11-29T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(1);
    expect((await states())['2013-11-25']).toBe('too_old');
  });
});

describe('what a coordinator decides', () => {
  beforeEach(async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null });
    await look();
    await look(PREVIEW);
  });

  test('When it is posted from the preview, Then the week is used up', async () => {
    await press('U0BUREAU', previewOf(), 'post_digest_now');
    expect(digestsIn()).toHaveLength(1);
    expect(previewOf().text).toContain('已由 市局专技处 于');
    await look(MONDAY);
    expect(digestsIn()).toHaveLength(1);
    expect(await states()).toEqual({ '2013-11-04': 'posted' });
  });

  test('When it was posted early and is asked for on its Monday, Then that day has one besides, and only one', async () => {
    await press('U0BUREAU', previewOf(), 'post_digest_now');
    await look(MONDAY);
    desk.clock.moveTo(Temporal.Instant.from('2013-11-04T10:00:00+08:00'));
    const askAgain = async () => {
      await desk.as('U0BUREAU').command('/expert-digest');
      await desk.settle();
      const answer = desk.as('U0BUREAU').ephemerals.at(-1);
      if (answer) await desk.as('U0BUREAU').press(answer, 'post_digest_now');
      await desk.settle();
      return answerTo('U0BUREAU');
    };
    expect(await askAgain()).toBe('进展已发到频道。');
    expect(await askAgain()).toContain('没有重复发布');
    expect(digestsIn()).toHaveLength(2);
    expect(digestsIn().at(-1)?.text).toContain('上期以来  没有新的变化');
    expect(await states()).toEqual({ '2013-11-04': 'posted', '2013-11-04:extra': 'posted' });
    await look('2013-11-11T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(3);
  });

  test('When it is muted from its preview, Then the preview says so and turns it on again', async () => {
    expect(JSON.stringify(previewOf().blocks)).toMatch(/"mute_digest".*"digest_settings"/);
    await press('U0BUREAU', previewOf(), 'mute_digest');
    expect(previewOf().text).toContain('这一期不会发布');
    expect(JSON.stringify(previewOf().blocks)).toContain('恢复发布');
    desk.clock.moveTo(Temporal.Instant.from('2013-11-01T16:00:00+08:00'));
    await press('U0BUREAU', previewOf(), 'mute_digest');
    expect(previewOf().text).toContain('将于 2013年11月4日 09:00');
    await look(MONDAY);
    const [digest] = digestsIn();
    const parts = digest ? repliesTo(digest) : [];
    expect(JSON.stringify(parts.map(({ blocks }) => blocks))).not.toContain('mute_digest');
  });

  test('When it is skipped, Then nothing comes; posted after all, it comes once', async () => {
    await press('U0BUREAU', previewOf(), 'skip_digest');
    expect(answerTo('U0BUREAU')).toContain('已跳过');
    expect(previewOf().text).toContain('市局专技处 跳过了这一期');
    await look(MONDAY);
    expect(digestsIn()).toEqual([]);
    await press('U0BUREAU', previewOf(), 'post_digest_now');
    await look('2013-11-04T09:10:00+08:00');
    expect(digestsIn()).toHaveLength(1);
    expect(await states()).toEqual({ '2013-11-04': 'posted' });
  });

  test('When the slot of a preview was missed, Then it says so, and its buttons decide about no other week', async () => {
    const old = structuredClone(previewOf());
    await look('2013-11-08T16:00:00+08:00');
    const [missed] = desk.as('U0BUREAU').dms.filter(({ ts }) => ts === old.ts);
    expect(missed?.text).toBe('这一期错过太久，没有补发。');
    expect(JSON.stringify(missed?.blocks)).not.toMatch(/post_digest_now|skip_digest/);
    for (const button of ['skip_digest', 'post_digest_now']) {
      await press('U0BUREAU', old, button);
      expect(answerTo('U0BUREAU')).toBe('这一期错过太久，没有补发。');
    }
    expect(await states()).toEqual({ '2013-11-04': 'too_old', '2013-11-11': 'previewed' });
    expect(digestsIn()).toEqual([]);
    const answer = desk.as('U0BUREAU').ephemerals.at(-1);
    if (answer) await desk.as('U0BUREAU').press(answer, 'post_digest_now');
    await desk.settle();
    expect(await states()).toEqual({ '2013-11-04': 'too_old', '2013-11-11': 'posted' });
  });

  test('When the plan changes or a week was skipped, Then its preview tells the hour there is, and what became of it', async () => {
    await change('U0BUREAU', previewOf(), { weekday: '3' });
    expect(previewOf().text).toContain('将于 2013年11月6日 09:00');
    await press('U0BUREAU', previewOf(), 'skip_digest');
    expect(answerTo('U0BUREAU')).toContain('已跳过 2013年11月6日 09:00');
    const skipped = previewOf();
    await look('2013-11-13T09:00:00+08:00');
    await press('U0BUREAU', skipped, 'post_digest_now');
    expect(answerTo('U0BUREAU')).toBe('市局专技处 跳过了这一期进展通报。');
    expect(digestsIn()).toHaveLength(1);
  });

  test('When it is muted in the channel, Then coordinators alone can, it stays silent, and comes back', async () => {
    await look(MONDAY);
    const [digest] = digestsIn();
    if (!digest) throw new Error('no digest');
    await press('U0HOST', digest, 'mute_digest');
    expect(answerTo('U0HOST')).toContain('市局联络员');
    await press('U0BUREAU', digest, 'mute_digest');
    expect(answerTo('U0BUREAU')).toContain('已静音');
    await desk.as('U0BUREAU').press(digest, 'mute_digest');
    await desk.settle();
    expect(answerTo('U0BUREAU')).toContain('已静音');
    await look('2013-11-11T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(1);
    const answer = desk.as('U0BUREAU').ephemerals.at(-1);
    if (answer) await desk.as('U0BUREAU').press(answer, 'mute_digest');
    await desk.settle();
    expect(answerTo('U0BUREAU')).toContain('下一期 2013年11月18日 09:00');
    await look('2013-11-18T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(2);
    const acts = await desk.db
      .selectFrom('audit')
      .select('act')
      .where('object_kind', '=', 'digest_channel')
      .orderBy('id')
      .execute();
    expect(acts.map(({ act }) => act)).toEqual(['change_digest', 'mute_digest', 'unmute_digest']);
  });

  test('When an expert claims from the digest, Then the seat is theirs; all needs are one click away', async () => {
    await registerVerified(desk, 'U0ZJ0006');
    await look(MONDAY);
    const [digest] = digestsIn();
    if (!digest) throw new Error('no digest');
    await press('U0ZJ0006', digest, 'open_needs');
    expect(answerTo('U0ZJ0006')).toContain('需求1号');
    await press('U0ZJ0006', digest, 'claim_slot');
    const claims = await desk.db.selectFrom('claim').select('state').execute();
    expect(claims).toEqual([{ state: 'home_unit_pending' }]);
  });

  test('When what waits is late, Then the channel reads a number, and coordinators the names within their reach', async () => {
    await registerVerified(desk, 'U0ZJ0006');
    await look(MONDAY);
    await press('U0ZJ0006', digestsIn()[0] ?? previewOf(), 'claim_slot');
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
    await keepNeed(desk, teamId, 2, { claim_deadline: null });
    desk.clock.moveTo(Temporal.Instant.from('2013-11-08T15:00:00+08:00'));
    for (const user of ['U0BUREAU', 'U0WUQING', 'U0HOST']) await desk.as(user).command('/expert-digest');
    await desk.settle();
    expect(answerTo('U0BUREAU')).toContain('需求1号：津沽大学 尚未答复是否同意 何知远');
    expect(answerTo('U0WUQING')).not.toContain('何知远');
    expect(answerTo('U0HOST')).toContain('派出单位超过 3 个工作日未答复 1 项');
    expect(answerTo('U0HOST')).not.toContain('何知远');
    await desk.db
      .updateTable('digest_channel')
      .set({ content: ['overdue'] })
      .execute();
    await look('2013-11-11T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(2);
    expect(digestsIn().at(-1)?.text).toContain('派出单位超过 3 个工作日未答复 1 项');
    expect(digestsIn().at(-1)?.text).not.toContain('何知远');
  });

  test('When what is late is confidential or private by default, Then neither its title nor its host unit is named', async () => {
    await registerVerified(desk, 'U0ZJ0006');
    await desk.db.updateTable('demand').set({ confidential: true, title: '保密配方' }).execute();
    await look(MONDAY);
    await press('U0ZJ0006', digestsIn()[0] ?? previewOf(), 'claim_slot');
    await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
    desk.clock.moveTo(Temporal.Instant.from('2013-11-08T15:00:00+08:00'));
    const askBoth = async () => {
      for (const user of ['U0BUREAU', 'U0WUQING']) await desk.as(user).command('/expert-digest');
      await desk.settle();
      return ['U0BUREAU', 'U0WUQING'].map(answerTo).join('\n');
    };
    expect(await askBoth()).toContain('发展行动：津沽大学 尚未答复是否同意 何知远');

    const late = { consented_at: Temporal.Instant.from('2013-11-04T01:00:00Z') };
    await desk.db
      .updateTable('claim')
      .set({ state: 'host_pending', ...late })
      .execute();
    expect(await askBoth()).toContain('发展行动：受援单位 尚未答复是否接受 何知远');
    await desk.db
      .updateTable('demand')
      .set({ confidential: false, action_line: 'talent_health', title: '体检', unit_name: '锐驰' })
      .execute();
    expect(await askBoth()).toContain('受援单位 尚未答复是否接受 何知远');
    await desk.db.updateTable('claim').set({ state: 'confirmed', confirmed_at: late.consented_at }).execute();
    await desk.db.updateTable('demand').set({ service_end: '2013-10-31' }).execute();
    expect(await askBoth()).toContain('何知远 尚未填报服务（受援单位）');
    await keepNeed(desk, teamId, 2, { claim_deadline: null });
    await look('2013-11-08T15:00:00+08:00');
    const previews = desk.as('U0BUREAU').dms.map(({ text }) => text);
    expect(previews.join('\n')).toContain('何知远 尚未填报服务（受援单位）');
    const said = [...previews, ...desk.as('U0WUQING').ephemerals.map(({ text }) => text)].join('\n');
    expect(said).not.toMatch(/保密配方|体检|锐驰/);
  });
});

describe('the settings', () => {
  beforeEach(async () => {
    await keepSeason(desk);
    await keepNeed(desk, teamId, 1, { claim_deadline: null });
    await look();
  });

  async function ask(user: string): Promise<Message> {
    await desk.as(user).command('/expert-digest');
    await desk.settle();
    return desk.as(user).ephemerals.at(-1) as unknown as Message;
  }

  test('When weekday, hour, language, thread and content are changed, Then the next digest follows', async () => {
    await change('U0BUREAU', await ask('U0BUREAU'), {
      ...{
        weekday: '5',
        time: '14:30',
        language: 'en',
        threads: [],
        content: ['progress', 'open', 'coverage'],
      },
    });
    expect(desk.as('U0BUREAU').errors).toEqual({});
    expect(JSON.stringify(desk.as('U0BUREAU').views.at(-1)?.blocks)).toContain('2013年11月1日 14:30');
    await look(MONDAY.replace('04T09', '01T14'));
    expect(digestsIn()).toEqual([]);
    await look('2013-11-01T14:30:00+08:00');
    const [digest] = digestsIn();
    expect(digest?.text).toContain('21 of 300 experts served (7%)');
    const after = desk.workspace.messages(CHANNEL).slice(-1)[0];
    expect(after?.text).toContain('By district');
    expect(after && isMain(after)).toBe(true);
    expect(JSON.stringify(after?.blocks), 'it stands by itself').toMatch(/mute_digest.*digest_settings/);
    if (after) await press('U0BUREAU', after, 'mute_digest');
    expect(answerTo('U0BUREAU')).toContain('已静音');
  });

  test('When something is missing or wrong, Then the error is under its field, and what was typed stays', async () => {
    await press('U0BUREAU', await ask('U0BUREAU'), 'digest_settings');
    await desk.as('U0BUREAU').submit({ content: ['quiet_line'], time: '14:30' });
    await desk.settle();
    expect(desk.as('U0BUREAU').errors).toEqual({ content: '请至少选择一项要发布的内容。' });
    await desk.as('U0BUREAU').submit({ content: ['open'] });
    await desk.settle();
    expect(await desk.db.selectFrom('digest_channel').select(['time', 'content']).executeTakeFirst()).toEqual(
      {
        time: '14:30',
        content: ['open'],
      },
    );
  });

  test('When a district gets a digest in its own channel, Then with its own figures, and its coordinators look after it', async () => {
    const members = ['U0BUREAU', 'U0BINHAI', 'U0WUQING', 'U0HOST'];
    desk.workspace.addChannel({ id: 'C0BINHAI', name: '滨海', members });
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
    await desk.as('U0BINHAI').command('/expert-digest', '', 'C0BINHAI');
    await desk.settle();
    const answer = desk.as('U0BINHAI').ephemerals.at(-1) as unknown as Message;
    expect(JSON.stringify(answer.blocks)).toContain('new:C0BINHAI');
    await change('U0BINHAI', answer, { district: 'binhai' });
    expect(desk.as('U0BINHAI').errors.channel).toContain('/invite');
    await desk.workspace.updateChannel('C0BINHAI', { botIsMember: true });
    await desk.as('U0BINHAI').submit({});
    await desk.settle();
    const saved = desk.as('U0BINHAI').views.at(-1);
    if (!saved) throw new Error('nothing was saved');
    await desk.as('U0BINHAI').press(saved, 'post_digest_now');
    await desk.settle();
    const [digest] = digestsIn('C0BINHAI');
    expect(digest?.text).toContain('进展 · 滨海新区 · 10月31日');
    expect(digest?.text).toContain('服务专家 3 人（滨海新区）');
    expect(digest?.text).toContain('由 滨海新区联络员 设置');
    if (digest) await press('U0WUQING', digest, 'mute_digest');
    expect(answerTo('U0WUQING')).toContain('不在您的权限之内');
    expect(digestsIn()).toEqual([]);
  });

  test('When a coordinator lives elsewhere, Then form, answers and preview tell the programme’s clock and their own', async () => {
    await giveRole(desk, 'U0ALICE', { role: 'bureau' });
    const both = '4 Nov 2013 09:00 (China Standard Time; 01:00 your time)';
    await press('U0ALICE', await ask('U0ALICE'), 'digest_settings');
    const alice = desk.as('U0ALICE');
    expect(JSON.stringify(alice.views.at(-1)?.blocks)).toContain(`the next digest comes on ${both}`);
    await alice.submit({ threads: [] });
    await desk.settle();
    expect(JSON.stringify(alice.views.at(-1)?.blocks)).toContain(`Saved. The next digest comes on ${both}`);

    await look(PREVIEW);
    expect(alice.dms.filter(isMain), 'it is seven in the morning in London').toEqual([]);
    await look('2013-11-01T17:30:00+08:00');
    expect(previewOf('U0ALICE').text).toContain(`Digest preview · ${both}`);
    expect(previewOf('U0ALICE').text).toContain(`This goes to the channel on ${both}`);
    await press('U0ALICE', previewOf('U0ALICE'), 'skip_digest');
    expect(answerTo('U0ALICE')).toContain(`The digest of ${both} is skipped`);
    await press('U0ALICE', previewOf('U0ALICE'), 'mute_digest');
    desk.clock.moveTo(Temporal.Instant.from('2013-11-01T18:00:00+08:00'));
    await press('U0ALICE', previewOf('U0ALICE'), 'mute_digest');
    expect(answerTo('U0ALICE')).toContain(`the next one comes on ${both}`);
    await press('U0ALICE', previewOf('U0ALICE'), 'post_digest_now');
    expect(previewOf('U0ALICE').text).toContain('1 Nov 2013 18:00 (China Standard Time; 10:00 your time)');
    expect(digestsIn()[0]?.text).not.toContain('您当地');
  });

  test('When Slack refuses the newest blocks, Then a plainer digest arrives and says the same', async () => {
    await look(MONDAY);
    const [usual] = digestsIn();
    const coverage = usual && repliesTo(usual)[0];
    const arrive = async (moment: string) => {
      desk.clock.moveTo(Temporal.Instant.from(moment));
      await lookAtDigests(desk.deps);
      desk.workspace.faults.refuse('chat.postMessage', 'invalid_blocks');
      await desk.settle();
      expect(desk.workspace.faults.pending).toEqual([]);
      const digest = digestsIn().at(-1);
      if (!digest) throw new Error('no digest');
      expect(typesIn(digest.blocks)).not.toContain('data_table');
      expect(typesIn(digest.blocks)).not.toContain('data_visualization');
      return { text: digest.text, shown: JSON.stringify(digest.blocks) };
    };
    const plainer = await arrive('2013-11-11T09:00:00+08:00');
    expect(digestsIn()).toHaveLength(2);
    const facts = [
      '服务专家 21 人，目标 300 人（7%）',
      '25 人次',
      '距目标还差 279 人',
      '上期以来',
      '需求1号',
    ];
    for (const said of [...facts, '11月4日 21, 11月11日 21']) {
      expect(plainer.shown).toContain(said);
      expect(plainer.text).toContain(said);
    }
    for (const button of ['claim_slot', 'open_needs', 'mute_digest', 'digest_settings'])
      expect(plainer.shown).toContain(`"${button}"`);

    await desk.db
      .updateTable('digest_channel')
      .set({ content: ['coverage'] })
      .execute();
    await keepNeed(desk, teamId, 2, {
      published_at: Temporal.Instant.from('2013-11-12T00:00:00Z'),
      claim_deadline: null,
    });
    const { shown, text } = await arrive('2013-11-18T09:00:00+08:00');
    for (const unit of UNITS) expect(shown).toContain(unitName(unit, 'zh', 2013));
    for (const said of ['需求 2 · 报告 2 · 服务专家 3', '需求 0 · 报告 2 · 服务专家 7', '在册专家 21'])
      expect([shown.includes(said), text.includes(said)], said).toEqual([true, true]);
    expect(coverage?.text).toContain('需求 1 · 报告 2 · 服务专家 3');
  });
});

test('When one process looks three times at once, again and again, Then each digest and each preview is there once', async () => {
  await keepSeason(desk);
  await keepNeed(desk, teamId, 1, { claim_deadline: null });
  for (const moment of [
    THURSDAY,
    PREVIEW,
    MONDAY,
    '2013-11-04T09:01:00+08:00',
    '2013-11-11T09:00:00+08:00',
  ]) {
    desk.clock.moveTo(Temporal.Instant.from(moment));
    await Promise.all([1, 2, 3].map(() => lookAtAll(desk.deps)));
    await desk.settle();
  }
  expect(digestsIn()).toHaveLength(2);
  expect(desk.as('U0BUREAU').dms.filter((one) => isMain(one) && one.text.includes('进展通报'))).toHaveLength(
    1,
  );
  expect(await states()).toEqual({ '2013-11-04': 'posted', '2013-11-11': 'posted' });
});
