import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { NEED, publishNeed } from './helpers/need.ts';

/** Nobody alone (mission: decision 30), told as stories: one clerk with every role, and what two people may do. */
let desk: Desk;

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const CLERK = 'U0BUREAU';
const blocksOf = (thing: { blocks: unknown } | undefined) => JSON.stringify(thing?.blocks ?? []);
const shownTo = (user: string) => blocksOf(desk.as(user).ephemerals.at(-1));
const modalOf = (user: string) => desk.as(user).views.at(-1)?.callback_id;
const dmWith = (user: string, actionId: string) => {
  const found = desk.as(user).dms.findLast((one) => blocksOf(one).includes(`"${actionId}"`));
  if (!found) throw new Error(`${user} has no ${actionId}`);
  return found;
};

async function press(user: string, actionId: string, where = dmWith(user, actionId)) {
  await desk.as(user).press(where, actionId);
  await desk.settle();
}

async function command(user: string, word: string, text = '') {
  await desk.as(user).command(word, text);
  await desk.settle();
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  await desk.as(user).submit(values);
  await desk.settle();
}

async function closeAll(user: string) {
  await desk.as(user).closeModal({ all: true });
  await desk.settle();
}

/** Every role there is, as a small office gives it. */
async function giveAllRoles() {
  await giveRole(desk, CLERK, { role: 'district', districts: ['binhai'] });
  await giveRole(desk, CLERK, { role: 'system', systems: ['education'] });
}

async function registerClerk() {
  await command(CLERK, '/expert', 'register');
  await submit(CLERK, { ...REGISTRATION, name: '无此人', home_unit_contact: '' });
  await closeAll(CLERK);
}

/** A report of a service that nobody asked for, with one's own name in it. */
async function reportOwnService(expert: string) {
  await command(CLERK, '/expert-report');
  const shown = desk.as(CLERK).ephemerals.at(-1);
  if (!shown) throw new Error('nothing was said');
  await press(CLERK, 'file_report', shown as never);
  await submit(CLERK, {
    ...{ demand: 'none', title: '下乡指导', action_line: 'other', districts: ['binhai'], place: '村委会' },
    ...{ service_start: '2013-10-12', service_end: '2013-10-12', experts: [expert], summary: '指导一次' },
  });
  await submit(CLERK);
  await closeAll(CLERK);
}

async function served(): Promise<number> {
  const rows = await desk.db
    .selectFrom('report_expert as re')
    .innerJoin('report as r', (join) =>
      join.onRef('r.team_id', '=', 're.team_id').onRef('r.id', '=', 're.report_id'),
    )
    .select('re.expert_id')
    .distinct()
    .where('r.state', '=', 'accepted')
    .execute();
  return rows.length;
}

async function acts(outcome: 'done' | 'refused') {
  const rows = await desk.db
    .selectFrom('audit')
    .select(['act', 'details'])
    .where('outcome', '=', outcome)
    .where('actor', '=', CLERK)
    .where('object_kind', 'in', ['expert', 'demand', 'claim', 'report'])
    .orderBy('id')
    .execute();
  return rows.map(({ act, details: { alone, reason } }) => [act, alone ?? reason]);
}

const clerkId = async () =>
  (await desk.db.selectFrom('expert').select('id').where('user_id', '=', CLERK).executeTakeFirstOrThrow()).id;

describe('one clerk with every role', () => {
  test('When there is a colleague, Then an invented expert is stopped at every step and nothing counts', async () => {
    desk = await startDesk();
    await giveAllRoles();
    await giveRole(desk, 'U0ALICE', { role: 'bureau' });
    await registerClerk();
    await press(CLERK, 'verify_expert');
    expect(shownTo(CLERK)).toContain('您是其中的专家，这一步不能由您自己办理。可以办理的有：Alice Wong。');
    // The colleague believes it; the clerk’s own need, report and consent still are not the clerk’s to wave through.
    await press('U0ALICE', 'verify_expert');
    await command(CLERK, '/expert-demand');
    await submit(CLERK, NEED);
    await submit(CLERK, { on_behalf_of: CLERK });
    await closeAll(CLERK);
    await press(CLERK, 'publish_demand');
    expect(shownTo(CLERK)).toContain('您是受援单位联系人');
    await reportOwnService(await clerkId());
    await press(CLERK, 'accept_report');
    expect(shownTo(CLERK)).toContain('您是其中的专家、是填报人');
    expect(await acts('done')).toEqual([
      ['register_expert', undefined],
      ['post_demand', undefined],
      ['file_report', undefined],
    ]);
    expect(await acts('refused')).toEqual([
      ['verify_expert', 'own'],
      ['publish_demand', 'own'],
      ['accept_report', 'own'],
    ]);
    expect(await served()).toBe(0);
    // Who could is asked, although the district has a coordinator.
    await press('U0ALICE', 'accept_report');
    expect(await served()).toBe(1);
  });

  test('When nobody else could, Then after a second look, marked, counted for coordinators, and taken back', async () => {
    desk = await startDesk();
    await giveAllRoles();
    await registerClerk();
    await press(CLERK, 'verify_expert');
    expect(modalOf(CLERK)).toBe('act_alone');
    expect(blocksOf(desk.as(CLERK).views.at(-1))).toContain('目前没有别人可以办');
    await closeAll(CLERK);
    expect(await acts('done')).toEqual([['register_expert', undefined]]);
    await press(CLERK, 'verify_expert');
    await submit(CLERK, { confirm: ['yes'] });
    expect(blocksOf(desk.as(CLERK).views.at(-1))).toContain('已核实 无此人 的登记');
    await closeAll(CLERK);

    await reportOwnService(await clerkId());
    await press(CLERK, 'accept_report');
    await submit(CLERK, { confirm: ['yes'] });
    await closeAll(CLERK);
    expect(await served()).toBe(1);
    expect(await acts('done')).toEqual([
      ['register_expert', undefined],
      ['verify_expert', 2013],
      ['file_report', undefined],
      ['accept_report', 2013],
    ]);
    await command(CLERK, '/expert-digest');
    expect(shownTo(CLERK)).toContain('本年度有 2 次');
    await command('U0HOST', '/expert-digest');
    expect(shownTo('U0HOST')).not.toContain('单独办理');

    // The home unit’s and the host’s word are another’s even then.
    await publishNeed(desk, {}, { coordinator: CLERK });
    await desk.as(CLERK).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    const { id } = await desk.db.selectFrom('claim').select('id').executeTakeFirstOrThrow();
    for (const act of [
      'give_consent',
      'refuse_consent',
      'record_consent',
      'accept_expert',
      'decline_expert',
    ]) {
      const { text } = await forgePress(desk, CLERK, act, id);
      expect(text).toContain('须由他人表示，您不能自己办理');
    }
  });

  test('When a colleague comes while the modal is open, or is away, Then today’s state decides', async () => {
    desk = await startDesk();
    await giveAllRoles();
    await registerClerk();
    await press(CLERK, 'verify_expert');
    await desk.deps.readers.find(desk.workspace.teamId, 'U0ALICE');
    await desk.db
      .insertInto('role_grant')
      .values({
        ...{ team_id: desk.workspace.teamId, user_id: 'U0ALICE', role: 'bureau', granted_by: CLERK },
        granted_at: desk.clock.now(),
      })
      .execute();
    await submit(CLERK, { confirm: ['yes'] });
    expect(blocksOf(desk.as(CLERK).views.at(-1))).toContain('可以办理的有：Alice Wong。');
    await closeAll(CLERK);
    await desk.as('U0ALICE').openHome();
    await desk.settle();
    await press('U0ALICE', 'go_away', desk.as('U0ALICE').home as never);
    await submit('U0ALICE', { until: '2013-11-08' });
    await closeAll('U0ALICE');
    await press(CLERK, 'verify_expert');
    expect(modalOf(CLERK)).toBe('act_alone');
    desk.clock.moveTo(Temporal.Instant.from('2013-11-09T00:00:00+08:00'));
    await submit(CLERK, { confirm: ['yes'] });
    expect(blocksOf(desk.as(CLERK).views.at(-1))).toContain('Alice Wong');
    expect((await acts('done')).map(([act]) => act)).toEqual(['register_expert']);
  });
});

describe('who may do what for others', () => {
  test('When somebody records for others, Then they publish it; who wrote or confirmed a report does not accept it', async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    const expert = await registerVerified(desk, 'U0ZJ0006');
    await command('U0BINHAI', '/expert-demand');
    await submit('U0BINHAI', NEED);
    await submit('U0BINHAI', { on_behalf_of: 'U0HOST' });
    await closeAll('U0BINHAI');
    await press('U0BINHAI', 'publish_demand');
    expect(shownTo('U0BINHAI')).toContain('已发布');

    await command('U0BINHAI', '/expert-report');
    const shown = desk.as('U0BINHAI').ephemerals.at(-1);
    await press('U0BINHAI', 'file_report', shown as never);
    const [form] = desk.as('U0BINHAI').views;
    if (!form) throw new Error('no form');
    await desk.as('U0BINHAI').suggest(form, { blockId: 'experts', query: '何知远' });
    await submit('U0BINHAI', {
      ...{ demand: 'none', title: '下乡指导', action_line: 'other', districts: ['binhai'], place: '村委会' },
      ...{ service_start: '2013-10-12', service_end: '2013-10-12', experts: [expert], summary: '指导一次' },
    });
    await submit('U0BINHAI');
    await closeAll('U0BINHAI');
    // The recorder is no author where the expert can be, and all the same not who accepts: the bureau is asked.
    const { id, author } = await desk.db
      .selectFrom('report')
      .select(['id', 'author'])
      .executeTakeFirstOrThrow();
    expect(author).toBe('U0ZJ0006');
    const { text } = await forgePress(desk, 'U0BINHAI', 'accept_report', id);
    expect(text).toContain(
      '您此前经手了这件事（登记、填报或代为确认），这一步不能由您自己办理。可以办理的有：市局专技处。',
    );
    await press('U0BUREAU', 'accept_report');
    expect(await served()).toBe(1);
    // What the recorder asks to change after that, the bureau accepts as well.
    await desk.settle();
    await forgePress(desk, 'U0BINHAI', 'amend_report', id);
    expect(blocksOf(desk.as('U0BINHAI').views.at(-1))).toContain('更正须由联络员采纳');
    await closeAll('U0BINHAI');
  });
});
