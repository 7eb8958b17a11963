import { afterEach, describe, expect, test } from 'vitest';
import { familyTotals, gapsIn, percentOf } from '../src/digests/digest.ts';
import { countProgress, readDigest } from '../src/digests/repository.ts';
import { METRICS } from '../src/programme/catalogue.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';

/** The accepted reports of the sample season: experts, last day, districts, line, and those figures that the test reads. */
const ACCEPTED = [
  [
    ['01', '11'],
    '2013-09-13',
    ['binhai'],
    'tech_sme',
    { service_persons: 12, problems_solved: 1, economic_benefit_wan: 80 },
  ],
  [['07'], '2013-09-10', ['binhai'], 'tech_sme', { service_persons: 4, suggestions: 3 }],
  [['59'], '2013-09-27', ['jizhou'], 'tech_sme', { service_persons: 15, economic_benefit_wan: 120 }],
  [['21'], '2013-09-26', ['hongqiao'], 'tech_sme', { service_persons: 86, lectures: 1 }],
  [['36', '43'], '2013-09-27', ['jizhou'], 'medical', { service_persons: 45, trained_persons: 96 }],
  [
    ['33', '34', '39', '40', '46', '47'],
    '2013-10-13',
    ['ninghe'],
    'medical',
    { service_persons: 468, clinic_visits: 412 },
  ],
  [['47'], '2013-09-25', ['baodi'], 'medical', { service_persons: 43, trained_persons: 43 }],
  [['43'], '2013-09-30', ['wuqing'], 'medical', { service_persons: 64, difficult_cases: 7 }],
  [['38', '51'], '2013-10-19', ['dongli'], 'medical', { service_persons: 227, clinic_visits: 46 }],
  [['48'], '2013-09-26', ['nankai'], 'talent_health', { service_persons: 132, lectures: 1 }],
  [['22', '23'], '2013-09-05', ['wuqing'], 'other', { service_persons: 163, economic_benefit_wan: 32 }],
  [['27'], '2013-09-07', ['ninghe'], 'other', { service_persons: 31, economic_benefit_wan: 56 }],
  [
    ['35', '36', '44', '47'],
    '2013-10-19',
    ['hedong', 'hexi'],
    'medical',
    { service_persons: 530, clinic_visits: 486 },
  ],
] as const;

const NOW = Temporal.Instant.from('2013-09-01T00:00:00Z');

describe('the shape', () => {
  test('When the families are summed, Then the four stand in order, without what stands beside them', () => {
    const families = familyTotals(
      { service_persons: 9, clinic_visits: 4, trained_persons: 2, lectures: 0 },
      METRICS,
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

async function keepSeason(): Promise<string> {
  const { db } = desk;
  const { team_id } = await db.selectFrom('programme_year').select('team_id').executeTakeFirstOrThrow();
  await db
    .insertInto('organisation')
    .values(
      (['home_unit', 'host_unit'] as const).map((kind) => ({
        ...{
          team_id,
          id: kind,
          kind,
          name: kind,
          name_key: kind,
          unit_type: null,
          system: null,
          created_at: NOW,
        },
      })),
    )
    .execute();
  const people = [...new Set(ACCEPTED.flatMap(([experts]) => [...experts]))];
  await db
    .insertInto('expert')
    .values(
      people.map((id) => ({
        ...{ team_id, id, user_id: null, name: `专家${id}`, employer_id: 'home_unit', system: 'education' },
        ...{ title: 'professor', field: 'clinical', max_active_claims: 2, state: 'verified' as const },
        ...{
          home_unit_user: null,
          return_reason: null,
          verified_by: 'U0BUREAU',
          verified_at: NOW,
          registered_at: NOW,
        },
      })),
    )
    .execute();
  for (const [i, [experts, end, districts, line, metrics]] of ACCEPTED.entries()) {
    await keepReport(team_id, `r${i}`, { experts, end, districts, line, metrics, state: 'accepted' });
  }
  return team_id;
}

async function keepReport(
  team_id: string,
  id: string,
  one: {
    experts: readonly string[];
    end: string;
    districts: readonly string[];
    line: string;
    metrics: object;
    state: 'accepted' | 'host_confirmed';
    year?: number;
  },
): Promise<void> {
  await desk.db
    .insertInto('report')
    .values({
      ...{ team_id, id, number: `BG-2013-${id}`, year: 2013, demand_id: null, state: one.state },
      ...{ author: 'U0BUREAU', recorded_by: null, title: '服务', action_line: one.line, form: null },
      ...{ districts: [...one.districts], service_start: one.end, service_end: one.end, days: null },
      ...{ metrics: { ...one.metrics }, reason: null, host_confirmed_by: null, host_confirmed_at: null },
      ...{ override_reason: null, accepted_by: null, accepted_at: null, submitted_at: NOW, changed_at: NOW },
    })
    .execute();
  await desk.db
    .insertInto('report_expert')
    .values(one.experts.map((expert_id) => ({ team_id, report_id: id, expert_id })))
    .execute();
}

async function keepNeed(team_id: string, i: number, change: object = {}): Promise<void> {
  await desk.db
    .insertInto('demand')
    .values({
      ...{ team_id, id: `d${i}`, number: `XQ-2013-000${i}`, year: 2013, state: 'published' },
      ...{ host_unit_id: 'host_unit', poster: 'U0HOST', contact_user: null, recorded_by: null },
      ...{
        district: 'binhai',
        districts: ['binhai'],
        unit_name: '锐驰',
        unit_type: null,
        action_line: 'tech_sme',
      },
      ...{
        form: null,
        field: null,
        title: `需求${i}号`,
        expert_slots: 1,
        time_text: '11月',
        service_start: null,
      },
      ...{ service_end: null, claim_deadline: `2013-11-0${i}`, expected_beneficiaries: null, reason: null },
      ...{ submitted_at: NOW, published_at: NOW, changed_at: NOW },
      ...change,
    })
    .execute();
  await desk.db
    .insertInto('slot')
    .values({ team_id, demand_id: `d${i}`, no: 1, expert_id: null, claim_id: null })
    .execute();
}

const shownTo = (user: string) => desk.as(user).ephemerals.at(-1);
const textTo = (user: string) => JSON.stringify(shownTo(user)?.blocks ?? []);

describe('the digest', () => {
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When the season is counted, Then 21 distinct experts, 25 person-times and 1,820 people served', async () => {
    desk = await startDesk();
    const teamId = await keepSeason();
    const programme = await findProgramme(desk.db, teamId);
    if (!programme) throw new Error('no programme');
    // Neither counts: one is not accepted, the other ended on the last day of the year before (ISO week 2013-W01).
    const other = {
      experts: ['01'],
      districts: ['heping'],
      line: 'other',
      metrics: { service_persons: 1000 },
    };
    await keepReport(teamId, 'waiting', { ...other, end: '2013-10-20', state: 'host_confirmed' });
    await keepReport(teamId, 'before', { ...other, end: '2012-12-31', state: 'accepted' });
    await keepReport(teamId, 'last', { ...other, end: '2013-12-30', metrics: {}, state: 'accepted' });
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
    const teamId = await keepSeason();
    for (const i of [1, 2, 3, 4, 5, 6, 7]) await keepNeed(teamId, i);
    await keepNeed(teamId, 8, { action_line: 'talent_health', title: '体检' });
    await keepNeed(teamId, 9, { confidential: true, title: '保密配方', claim_deadline: '2013-10-31' });
    const posted = desk.workspace.messages(CHANNEL).length;

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
    for (const hidden of ['体检', '保密配方', 'post_digest_now', 'talent_health'])
      expect(textTo('U0HOST')).not.toContain(hidden);
    expect(textTo('U0HOST').match(/claim_slot/g)).toHaveLength(5);

    await desk.as('U0ALICE').command('/expert-digest');
    await desk.settle();
    expect(textTo('U0ALICE')).toContain('21 of 300 experts served (7%)');
    expect(desk.workspace.messages(CHANNEL)).toHaveLength(posted);

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
    expect(desk.workspace.messages(CHANNEL)).toHaveLength(posted + 1);

    await desk.as('U0BINHAI').press(shown, 'post_digest_now');
    await desk.settle();
    expect(textTo('U0BINHAI')).toContain('没有重复发布');
    expect(desk.workspace.messages(CHANNEL)).toHaveLength(posted + 1);
  });

  test('When nothing has happened yet, Then the digest is kind and says the next step', async () => {
    desk = await startDesk();
    await desk.as('U0HOST').command('/expert-digest');
    await desk.settle();
    expect(textTo('U0HOST')).toContain('还没有已采纳的服务');
    expect(textTo('U0HOST')).toContain('/expert-demand');
  });
});
