import { globSync, readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { down, up } from '../migrations/2026-11-28T0300-whole-catalogues.ts';
import { readPacked } from '../src/db/load.ts';
import { parseCatalogue } from '../src/programme/first-catalogue.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { CHANNEL, type Desk, giveRole, startDesk } from './helpers/desk.ts';

describe('the source', () => {
  test('When a room needs a list of the notice, Then it reads the year’s catalogue, not the constants', () => {
    const files = globSync('src/**/*.ts').filter((path) => !path.startsWith('src/programme/'));
    expect(files.length).toBeGreaterThan(200);
    const wrong = files.filter((path) =>
      /first-catalogue|data\/catalogue\.json/.test(readFileSync(path, 'utf8')),
    );
    expect(wrong).toEqual([]);
    // What any room may import holds no list of its own.
    const open = readFileSync('src/programme/catalogue.ts', 'utf8');
    expect(open).not.toMatch(/^import .*(?:first-catalogue|\.json)/m);
    expect([...open.matchAll(/^export (?:const|let) (\w+)/gm)].map(([, name]) => name)).toEqual([
      'catalogueSchema',
    ]);
  });

  test('When a stored catalogue is none at all, Then it is refused', () => {
    expect(() => parseCatalogue({ metrics: 'many' })).toThrow();
    expect(() => parseCatalogue({ forms: [{ id: 'unheard_of' }] })).toThrow();
  });
});

let desk: Desk;

interface Entry {
  id: string;
  [name: string]: unknown;
}
type Lists = Record<string, Entry[]>;

async function stored(): Promise<Lists> {
  const row = await desk.db.selectFrom('programme_year').select('catalogue').executeTakeFirstOrThrow();
  return row.catalogue as Lists;
}

/** As a migration gets it. */
const raw = () => desk.db as unknown as Kysely<unknown>;

/** No door for it exists yet. */
async function keep(lists: object): Promise<void> {
  await sql`update programme_year set catalogue = ${JSON.stringify(lists)}::jsonb`.execute(desk.db);
}

const NOW = Temporal.Instant.from('2013-09-01T00:00:00Z');

/** 何知远 and 田若川 serve a host unit of Alice's in 滨海新区 and 武清区; the service is over. */
async function startSeason(): Promise<void> {
  desk = await startDesk();
  const { db } = desk;
  const { team_id } = await db.selectFrom('programme_year').select('team_id').executeTakeFirstOrThrow();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await db
    .insertInto('organisation')
    .values(
      (['home_unit', 'host_unit'] as const).map((kind) => ({
        team_id,
        id: kind,
        kind,
        name: kind,
        name_key: kind,
        unit_type: null,
        system: null,
        created_at: NOW,
      })),
    )
    .execute();
  await db
    .insertInto('expert')
    .values(
      (
        [
          ['何知远', 'U0ZJ0006'],
          ['Alice', 'U0ALICE'],
        ] as const
      ).map(([name, user_id]) => ({
        ...{ team_id, id: name, user_id, name, employer_id: 'home_unit', system: 'education' },
        ...{ title: 'professor', field: 'equipment', max_active_claims: 2, state: 'verified' as const },
        ...{ registered_at: NOW, home_unit_user: null, return_reason: null, verified_by: 'U0BUREAU' },
        verified_at: NOW,
      })),
    )
    .execute();
  await db
    .insertInto('demand')
    .values({
      ...{ team_id, id: 'need', number: 'XQ-2013-0001', year: 2013, state: 'published' },
      ...{ host_unit_id: 'host_unit', poster: 'U0ALICE', contact_user: 'U0ALICE', recorded_by: null },
      ...{ district: 'binhai', districts: ['binhai', 'wuqing'], unit_name: 'host_unit', unit_type: null },
      ...{ action_line: 'other', form: 'service_team', field: 'equipment', title: '果园诊断' },
      ...{ expert_slots: 1, time_text: '9月中旬', service_start: '2013-09-11', service_end: '2013-09-20' },
      ...{ claim_deadline: null, place: '果园', expected_beneficiaries: 12, reason: null },
      ...{ submitted_at: NOW, published_at: NOW, changed_at: NOW },
    })
    .execute();
  const claim = { team_id, demand_id: 'need', expert_id: '何知远' };
  await db
    .insertInto('claim')
    .values({
      ...{
        ...claim,
        year: 2013,
        id: 'claim',
        number: 'RL-2013-0001',
        slot_no: 1,
        state: 'confirmed',
        live_no: null,
      },
      ...{ reason: null, claimed_at: NOW, consented_at: NOW, confirmed_at: NOW, ended_at: null },
    })
    .execute();
  await db
    .insertInto('slot')
    .values({ ...claim, no: 1, claim_id: 'claim' })
    .execute();
}

/** Lacks a metric, has an extra one and a renamed one; a line is off, the others and the families stand otherwise. */
async function editCatalogue(): Promise<void> {
  const lists = await stored();
  const extra = {
    ...{ id: 'saplings', zh: '发放种苗', en: 'Saplings given out', unit: '株', rule: 'sum' },
    ...{ family: 'public_benefit', lines: ['tech_sme', 'other'] },
  };
  const { metrics = [], action_lines = [], outcome_families = [] } = lists;
  await keep({
    ...lists,
    metrics: [
      extra,
      ...metrics
        .filter(({ id }) => id !== 'suggestions')
        .map((one) => {
          if (one.id === 'problems_solved') return { ...one, zh: '攻克难题', en: 'Knots untied' };
          return one.id === 'service_persons' ? { ...one, zh: '惠及群众', en: 'Neighbours helped' } : one;
        }),
    ],
    action_lines: action_lines
      .toReversed()
      .map((one) => (one.id === 'talent_health' ? { ...one, off: true } : one)),
    outcome_families: outcome_families.toReversed(),
  });
}

const topView = (user: string) => JSON.stringify(desk.as(user).views.at(-1)?.blocks ?? []);
const shownTo = (user: string) => JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks ?? []);

function lastDm(user: string) {
  const message = desk.as(user).dms.at(-1);
  if (!message) throw new Error(`no direct message to ${user}`);
  return message;
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
  expect(desk.as(user).errors).toEqual({});
}

async function pressDm(user: string, actionId: string): Promise<void> {
  await desk.as(user).press(lastDm(user), actionId);
  await desk.settle();
}

async function say(user: string, command: string, text?: string): Promise<void> {
  await desk.as(user).command(command, text);
  await desk.settle();
}

/** All stand there, in this order. */
function expectInOrder(text: string, labels: readonly string[]): void {
  const found = labels.map((label) => [text.indexOf(label) >= 0, label]);
  expect(found).toEqual(labels.map((label) => [true, label]));
  const places = labels.map((label) => text.indexOf(label));
  expect(places, labels.join()).toEqual(places.toSorted((a, b) => a - b));
}

/** Nowhere: the lacking metric, the old names, a raw key in words. */
const GONE =
  /提出意见建议|Suggestions made|解决技术难题\(实际问题\)|服务群众|Problems solved \d|saplings |其他指标/;

/** 何知远 opens the form on the need that was served. */
async function openReport(): Promise<void> {
  await say('U0ZJ0006', '/expert-report');
  const shown = desk.as('U0ZJ0006').ephemerals.at(-1);
  if (!shown) throw new Error('nothing was said');
  await desk.as('U0ZJ0006').press(shown, 'file_report');
  await desk.settle();
}

describe('a year with a catalogue of its own', () => {
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When it lacks a metric, has one more and one renamed, Then form, message, digest, summary agree', async () => {
    await startSeason();
    await editCatalogue();

    await desk.as('U0ALICE').globalShortcut('file_report');
    await desk.settle();
    expectInOrder(topView('U0ALICE'), [
      ...['Other grassroots service', 'Medical Experts', 'Experts Serving Technology-based SMEs'],
      ...['Knots untied', 'People trained', 'Neighbours helped'],
    ]);
    expect(topView('U0ALICE')).not.toMatch(/Saplings|Suggestions|Health Care for High-level/);
    await desk.as('U0ALICE').closeModal({ all: true });

    await openReport();
    const first = topView('U0ZJ0006');
    expectInOrder(first, [
      ...['其他基层服务', '医学专家下基层', '专家服务科技型中小企业'],
      ...['攻克难题', '培训人次', '惠及群众'],
    ]);
    expect(first).not.toMatch(/健康保健行动|提出意见建议|服务群众/);
    await submit('U0ZJ0006', {
      ...{ service_start: '2013-09-12', service_end: '2013-09-13', problems_solved: '2' },
      ...{ service_persons: '40', summary: '果树修剪' },
    });
    expectInOrder(topView('U0ZJ0006'), ['发放种苗', '服务单位数', '媒体报道']);
    expect(topView('U0ZJ0006')).not.toMatch(GONE);
    await submit('U0ZJ0006', { saplings: '300余株' });

    expectInOrder(lastDm('U0ALICE').text, [
      'Knots untied 2',
      'Neighbours helped 40',
      'Saplings given out 300',
    ]);
    expect(lastDm('U0ALICE').text).not.toMatch(GONE);
    await pressDm('U0ALICE', 'confirm_report');
    expectInOrder(lastDm('U0BINHAI').text, ['攻克难题 2 个', '惠及群众 40 人次', '发放种苗 300 株']);
    expect(lastDm('U0BINHAI').text).not.toMatch(GONE);
    await pressDm('U0BINHAI', 'accept_report');

    await say('U0ALICE', '/expert-digest');
    expectInOrder(shownTo('U0ALICE'), ['Neighbours helped 40', 'Saplings given out 300', 'Knots untied 2']);
    expect(shownTo('U0ALICE')).not.toMatch(GONE);
    await say('U0BINHAI', '/expert-digest');
    expectInOrder(shownTo('U0BINHAI'), ['惠及群众 40 人次', '发放种苗 300 株', '攻克难题 2 个']);
    const digest = desk.as('U0BINHAI').ephemerals.at(-1);
    if (!digest) throw new Error('no digest');
    await desk.as('U0BINHAI').press(digest, 'post_digest_now');
    await desk.settle();
    const posted = desk.workspace
      .messages(CHANNEL)
      .map(({ text, blocks }) => text + JSON.stringify(blocks))
      .join('\n');
    expectInOrder(posted, [
      '惠及群众 40 人次',
      '其他基层服务',
      '专家服务科技型中小企业',
      '发放种苗 300 株',
      '攻克难题 2 个',
    ]);
    expect(posted).not.toMatch(/健康保健行动|提出意见建议|服务群众|其他指标/);

    await giveRole(desk, 'U0ALICE', { role: 'district', districts: ['wuqing'] });
    await say('U0ALICE', '/expert', 'summary');
    expectInOrder(topView('U0ALICE'), ['Neighbours helped 40', 'Saplings given out 300', 'Knots untied 2']);
    await desk.as('U0ALICE').closeModal({ all: true });
    await giveRole(desk, 'U0ALICE', { role: 'bureau' });
    await say('U0BINHAI', '/expert', 'summary');
    expectInOrder(topView('U0BINHAI'), ['惠及群众 40 人次', '发放种苗 300 株', '攻克难题 2 个']);
    await submit('U0BINHAI', { narrative: '全年开展服务。' });
    expectInOrder(lastDm('U0BUREAU').text, ['惠及群众 40 人次', '发放种苗 300 株', '攻克难题 2 个']);
    expectInOrder(lastDm('U0ALICE').text, [
      'Neighbours helped 40',
      'Saplings given out 300',
      'Knots untied 2',
    ]);

    for (const user of ['U0BUREAU', 'U0ALICE', 'U0BINHAI']) {
      await desk.as(user).openHome();
      await desk.settle();
      const home = JSON.stringify(desk.as(user).home?.blocks ?? []);
      expect(home.length).toBeGreaterThan(100);
      expect(home).not.toMatch(GONE);
    }
  });

  test('When a metric with figures leaves the catalogue, Then they are still shown, summed, and kept', async () => {
    await startSeason();
    await openReport();
    await submit('U0ZJ0006', {
      ...{ service_start: '2013-09-12', service_end: '2013-09-13', suggestions: '3', problems_solved: '1' },
    });
    await submit('U0ZJ0006', { materials: '20' });

    const lists = await stored();
    const metrics = (lists.metrics ?? []).filter(({ id }) => id !== 'suggestions');
    await keep({
      ...lists,
      metrics: metrics.map((one) => (one.id === 'materials' ? { ...one, off: true } : one)),
    });
    await pressDm('U0ALICE', 'object_report');
    await submit('U0ALICE', { reason: 'One day only' });
    await pressDm('U0ZJ0006', 'file_report');
    await submit('U0ZJ0006', { service_end: '2013-09-12' });
    await submit('U0ZJ0006');
    expect(lastDm('U0ALICE').text).toContain(
      'Problems solved 1; Leaflets handed out 20; Other figure (suggestions) 3',
    );
    await pressDm('U0ALICE', 'confirm_report');
    await pressDm('U0BINHAI', 'accept_report');
    await say('U0BINHAI', '/expert-digest');
    expectInOrder(shownTo('U0BINHAI'), [
      '解决技术难题(实际问题) 1 个',
      '发放资料 20 份',
      '其他指标（suggestions） 3',
    ]);
    await say('U0BINHAI', '/expert', 'summary');
    expectInOrder(topView('U0BINHAI'), [
      '解决技术难题(实际问题) 1 个',
      '发放资料 20 份',
      '其他指标（suggestions） 3',
    ]);
  });

  test('When a year of 0.1 is migrated, Then its catalogue is whole; again changes nothing, and it goes back', async () => {
    desk = await startDesk();
    const whole = await stored();
    const { tables } = readPacked('test/data/0.1/season.json.gz');
    const [year] = (tables.find(({ name }) => name === 'programme_year')?.rows ?? []) as {
      catalogue: Lists;
    }[];
    if (!year) throw new Error('no year of 0.1');
    expect(year.catalogue).not.toHaveProperty('outcome_families');
    await keep(year.catalogue);
    // Also before the migration a row of an older release is read whole.
    const read = async () => (await findProgramme(desk.db, desk.workspace.teamId))?.catalogue;
    const early = await read();
    await up(raw());
    const migrated = await stored();
    expect(await read()).toEqual(early);
    expect(parseCatalogue(migrated)).toEqual(parseCatalogue(whole));
    expect(migrated.action_lines?.find(({ id }) => id === 'other')?.first).toContain('problems_solved');
    await up(raw());
    expect(await stored()).toEqual(migrated);
    await down(raw());
    expect(await stored()).toEqual(year.catalogue);
  });
});
