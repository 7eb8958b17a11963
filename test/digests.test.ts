import { afterEach, describe, expect, test } from 'vitest';
import { familyTotals, gapsIn, percentOf } from '../src/digests/digest.ts';
import { countProgress, readDigest } from '../src/digests/repository.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { keepNeed, keepReport, keepSeason } from './helpers/season-rows.ts';

describe('the shape', () => {
  test('When the families are summed, Then the four stand in order, without what stands beside them', () => {
    const families = familyTotals(
      { service_persons: 9, clinic_visits: 4, trained_persons: 2, lectures: 0 },
      CATALOGUE,
    );
    expect(families.map(({ id, figures }) => [id, figures.map(({ value }) => value)])).toEqual([
      ['train_people', [2]],
      ['public_benefit', [4]],
    ]);
  });

  test('When the target is nearly reached, Then it is not yet 100 %; districts without a service are gaps', () => {
    expect([percentOf(299, 300), percentOf(300, 300), percentOf(0, 300)]).toEqual([99, 100, 0]);
    expect(gapsIn([{ id: 'binhai', reports: 1, experts: 1 }])).toHaveLength(15);
  });
});

let desk: Desk;

const shownTo = (user: string) => desk.as(user).ephemerals.at(-1);
const textTo = (user: string) => JSON.stringify(shownTo(user)?.blocks ?? []);

describe('the digest', () => {
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When the season is counted, Then 21 distinct experts, 25 person-times and 1,820 people served', async () => {
    desk = await startDesk();
    const teamId = await keepSeason(desk);
    const programme = await findProgramme(desk.db, teamId);
    if (!programme) throw new Error('no programme');
    // Neither counts: one is not accepted, the other ended on the last day of the year before (ISO week 2013-W01).
    const other = {
      experts: ['01'],
      districts: ['heping'],
      line: 'other',
      metrics: { service_persons: 1000 },
    };
    await keepReport(desk, teamId, 'waiting', { ...other, end: '2013-10-20', state: 'host_confirmed' });
    await keepReport(desk, teamId, 'before', { ...other, end: '2012-12-31', state: 'accepted' });
    await keepReport(desk, teamId, 'last', { ...other, end: '2013-12-30', metrics: {}, state: 'accepted' });
    expect(await countProgress(desk.db, programme)).toEqual({ experts: 21, personTimes: 26 });
    await desk.db.deleteFrom('report_expert').where('report_id', '=', 'last').execute();

    const digest = await readDigest(desk.db, programme, desk.clock.now());
    expect(digest).toMatchObject({
      experts: 21,
      personTimes: 25,
      waiting: { reports: 1, demands: 0, claims: 0 },
    });
    expect(digest.totals).toMatchObject({
      service_persons: 1820,
      clinic_visits: 944,
      economic_benefit_wan: 288,
    });
    const wuqing = digest.districts.find(({ id }) => id === 'wuqing');
    expect(wuqing).toMatchObject({ reports: 2, experts: 3 });
    // One activity in two districts stands in both, and once in its line.
    expect(digest.districts.filter(({ id }) => ['hedong', 'hexi'].includes(id))).toHaveLength(2);
    expect(digest.lines.find(({ id }) => id === 'medical')).toMatchObject({ reports: 6 });
  });

  test('When somebody asks, Then they alone are answered; only a coordinator may post it', async () => {
    desk = await startDesk();
    const teamId = await keepSeason(desk);
    for (const i of [1, 2, 3, 4, 5, 6, 7]) await keepNeed(desk, teamId, i);
    await keepNeed(desk, teamId, 8, { action_line: 'talent_health', title: '体检' });
    await keepNeed(desk, teamId, 9, { confidential: true, title: '保密配方', claim_deadline: '2013-10-31' });
    const standing = () => desk.workspace.messages(CHANNEL).filter(({ thread_ts: t, ts }) => !t || t === ts);
    const posted = standing().length;

    await desk.as('U0HOST').command('/expert-digest');
    await desk.settle();
    for (const known of [
      '服务专家 21 人，目标 300 人（7%）',
      '25 人次',
      '1,820',
      '蓟县',
      '还有 3 条需求',
      '需求1号',
    ])
      expect(textTo('U0HOST')).toContain(known);
    // What the private line adds up to may be opened, as it stands there: counts alone.
    for (const hidden of ['体检', '保密配方', 'post_digest_now', 'talent_health'])
      expect(textTo('U0HOST').replaceAll(/2013:\w+:talent_health/g, '')).not.toContain(hidden);
    expect(textTo('U0HOST').match(/claim_slot/g)).toHaveLength(5);

    await desk.as('U0ALICE').command('/expert-digest');
    await desk.settle();
    expect(textTo('U0ALICE')).toContain('21 of 300 experts served (7%)');
    expect(standing()).toHaveLength(posted);

    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await desk.as('U0BINHAI').command('/expert-digest');
    await desk.settle();
    const shown = shownTo('U0BINHAI');
    if (!shown) throw new Error('no digest');
    await desk.as('U0BINHAI').press(shown, 'post_digest_now');
    await desk.settle();
    expect(desk.lastCard().text).toContain('服务专家 21 人');
    expect(desk.lastCard().text).not.toContain('待办');
    expect(JSON.stringify(desk.lastCard().blocks)).not.toMatch(/post_digest_now|体检|保密配方/);
    expect(standing()).toHaveLength(posted + 1);

    await desk.as('U0BINHAI').press(shown, 'post_digest_now');
    await desk.settle();
    expect(textTo('U0BINHAI')).toContain('没有重复发布');
    expect(standing()).toHaveLength(posted + 1);
  });

  test('When November has come, Then the digest says how many of the 27 yearly summaries are handed in', async () => {
    desk = await startDesk();
    const programme = await findProgramme(desk.db, desk.workspace.teamId);
    if (!programme) throw new Error('no programme');
    const at = (moment: string, scope = {}) =>
      readDigest(desk.db, programme, Temporal.Instant.from(moment), scope);
    expect((await at('2013-10-31T23:59:00+08:00')).obligations).toBeUndefined();
    const { obligations } = await at('2013-11-01T00:00:00+08:00');
    expect(obligations).toMatchObject({ done: 0, owed: 27 });
    expect(obligations?.notYet).toHaveLength(27);
    const ofDistrict = await at('2013-11-04T09:00:00+08:00', { district: 'binhai' });
    expect([ofDistrict.obligations, ofDistrict.ownSummary]).toEqual([undefined, 'not_started']);
    expect((await at('2013-10-31T09:00:00+08:00', { district: 'binhai' })).ownSummary).toBeUndefined();
  });

  test('When nothing has happened yet, Then the digest is kind and says the next step', async () => {
    desk = await startDesk();
    await desk.as('U0HOST').command('/expert-digest');
    await desk.settle();
    expect(textTo('U0HOST')).toContain('还没有已采纳的服务');
    expect(textTo('U0HOST')).toContain('/expert-demand');
  });
});
