import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Demand } from '../src/demands/demand.ts';
import type { Expert } from '../src/directory/expert.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { listLiveRounds } from '../src/rounds/repository.ts';
import { type Candidate, rankCandidates } from '../src/rounds/round.ts';
import { sendWave } from '../src/rounds/send-waves.ts';
import { type Desk, forgeClick, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

describe('the order of asking', () => {
  const demand = { field: 'newmat', needTypes: ['tech_problem', 'lecture'] } as unknown as Demand;
  const candidate = (name: string, field: string, services: string[], invited = 0, live = 0): Candidate => ({
    ...{ expert: { id: name, name, field, services } as unknown as Expert, invited, live },
  });

  test('When experts are ranked, Then field, services, and whoever was asked less come first', () => {
    const ranked = rankCandidates(demand, [
      candidate('e', 'ict', ['tech_problem']),
      candidate('d', 'newmat', []),
      candidate('c', 'newmat', ['lecture'], 1),
      candidate('b', 'newmat', ['lecture'], 0, 1),
      candidate('a', 'newmat', ['lecture', 'tech_problem'], 1, 2),
    ]);
    expect(ranked.map(({ expert }) => expert.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('When they come in any order, Then the order of asking is the same', () => {
    const all = ['a', 'b', 'c', 'd'].map((name, i) => candidate(name, i % 2 ? 'newmat' : 'ict', ['lecture']));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 4 }), (shuffled) => {
        expect(rankCandidates(demand, shuffled)).toEqual(rankCandidates(demand, all));
      }),
    );
  });
});

describe('an ask-round', () => {
  let desk: Desk;
  const EXPERTS = ['U0ZJ0006', 'U0ZJ0007', 'U0ALICE'];

  beforeEach(async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await publishNeed(desk, { expert_slots: '2', need_types: ['tech_problem'], service_end: '2013-12-20' });
    for (const [i, user] of EXPERTS.entries())
      await registerVerified(desk, user, { name: `专家${i}`, home_unit_user: 'U0HOME' });
  });
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  const dmWith = (userId: string, actionId: string) => {
    const dm = desk
      .as(userId)
      .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"action_id":"${actionId}"`));
    if (!dm) throw new Error(`${userId} has no message with ${actionId}`);
    return dm;
  };
  async function press(userId: string, actionId: string): Promise<void> {
    await desk.as(userId).press(dmWith(userId, actionId), actionId);
    await desk.settle();
  }
  async function ask(waveSize: string): Promise<void> {
    await walkOnce(desk, `ask ${waveSize}`, async () => {
      await press('U0BINHAI', 'ask_experts');
      await desk.as('U0BINHAI').submit({ wave_size: waveSize });
      await desk.settle();
    });
  }
  const lookAt = (moment: string) => desk.look(moment);
  const invited = () =>
    EXPERTS.filter((user) => desk.as(user).dms.some(({ text }) => /邀请您服务|You are invited/.test(text)));
  const progress = () =>
    desk.as('U0BINHAI').dms.findLast(({ text }) => text.includes('邀请专家'))?.text ?? '';

  test('When a wave is asked, Then so many are, they answer with a click, and the coordinator sees the counts', async () => {
    await ask('两位');
    expect(invited()).toEqual(['U0ZJ0006', 'U0ZJ0007']);
    expect(progress()).toContain('已邀请 2 位 · 愿意 0 · 不行 0 · 未回复 2');
    const badge = desk.as('U0BINHAI').badge;
    await press('U0ZJ0006', 'say_yes');
    expect(desk.as('U0ZJ0006').ephemerals.at(-1)?.text).toContain('RL-2013-0001');
    await press('U0ZJ0007', 'say_no');
    expect(progress()).toContain('愿意 1 · 不行 1 · 未回复 0');
    expect(desk.as('U0BINHAI').badge).toBe(badge);
    const claims = await desk.db.selectFrom('claim').select(['state']).execute();
    expect(claims).toEqual([{ state: 'home_unit_pending' }]);
  });

  test('When nobody answers for two working days, Then the next wave goes by itself, in daytime, and nobody twice', async () => {
    await ask('2');
    await lookAt('2013-11-03T12:00:00+08:00');
    expect(invited()).toHaveLength(2);
    await lookAt('2013-11-04T22:00:00+08:00');
    expect(invited()).toHaveLength(2);
    await lookAt('2013-11-05T09:00:00+08:00');
    expect(invited(), 'it is one in the morning in London').toHaveLength(2);
    await lookAt('2013-11-05T17:00:00+08:00');
    expect(invited()).toEqual(EXPERTS);
    expect(dmWith('U0ALICE', 'say_yes').text).toContain('Would you go?');
    await lookAt('2013-11-08T09:00:00+08:00');
    expect(progress()).toContain('合适的专家都已问过');
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).toContain('名额仍有空缺');
    await press('U0ALICE', 'say_yes');
    expect(desk.as('U0ALICE').ephemerals.at(-1)?.text).toContain('RL-2013-0001');
  });

  test('When a yes can’t be claimed, Then the expert reads why and may still say yes, and nobody counts it', async () => {
    await ask('1');
    const limit = async (max_active_claims: string) => {
      await desk.as('U0ZJ0006').command('/expert', 'register');
      await desk.settle();
      await desk.as('U0ZJ0006').submit({ max_active_claims });
      await desk.settle();
      await desk.as('U0ZJ0006').closeModal({ all: true });
    };
    await limit('0');
    await press('U0ZJ0006', 'say_yes');
    expect(desk.as('U0ZJ0006').ephemerals.at(-1)?.text).toContain('暂停认领');
    expect(progress()).toContain('愿意 0 · 不行 0 · 未回复 1');
    await limit('3');
    await press('U0ZJ0006', 'say_yes');
    expect(desk.as('U0ZJ0006').ephemerals.at(-1)?.text).toContain('RL-2013-0001');
    expect(progress()).toContain('愿意 1 · 不行 0 · 未回复 0');
    expect(() => dmWith('U0ZJ0006', 'say_yes')).toThrow('has no message');
  });

  test('When an invited expert claims on the card, Then it is a yes everywhere; once it has ended, Then a no', async () => {
    await ask('2');
    const expert = desk.as('U0ZJ0006');
    await expert.openHome();
    await desk.settle();
    expect(JSON.stringify(expert.home)).toContain('say_yes');
    await expert.press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    expect(progress()).toContain('愿意 1 · 不行 0 · 未回复 1');
    expect(JSON.stringify([expert.home, expert.dms])).not.toContain('say_yes');
    const [round] = await listLiveRounds(desk.db, desk.workspace.teamId);
    await forgeClick(desk, 'U0ZJ0006', 'say_no', round?.id ?? '');
    expect(progress(), 'a slot is given back by withdrawing').toContain('愿意 1 · 不行 0 · 未回复 1');

    await expert.press(expert.ephemerals.at(-1) ?? desk.lastCard(), 'withdraw_claim');
    await desk.settle();
    await expert.submit({ reason: '时间冲突' });
    await desk.settle();
    await expert.closeModal({ all: true });
    expect(progress()).toContain('愿意 0 · 不行 1 · 未回复 1');
    expect(progress()).toContain('专家0（津沽大学，认领已结束）');
    expect(expert.dms.some(({ text }) => text.includes('您对这项需求的认领已结束'))).toBe(true);
    expect(JSON.stringify(expert.home)).not.toContain('say_yes');
  });

  test('When somebody claims before their invitation could reach them, Then none comes', async () => {
    await ask('2');
    await lookAt('2013-11-05T09:00:00+08:00');
    await desk.as('U0ALICE').press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    await lookAt('2013-11-05T17:00:00+08:00');
    expect(invited()).toEqual(['U0ZJ0006', 'U0ZJ0007']);
    expect(progress()).toContain('已邀请 3 位 · 愿意 1');
  });

  test('When two look at once at the last wave, Then it goes out once and the round waits for its answers', async () => {
    await ask('2');
    const { db, workspace } = desk;
    const programme = await findProgramme(db, workspace.teamId);
    const [round] = await listLiveRounds(db, workspace.teamId);
    if (!programme || !round) throw new Error('no round is going');
    const now = Temporal.Instant.from('2013-11-05T17:00:00+08:00');
    desk.clock.moveTo(now);
    await Promise.all([sendWave(db, programme, round, now), sendWave(db, programme, round, now)]);
    await desk.settle();
    expect(invited()).toEqual(EXPERTS);
    expect(progress()).toContain('第 2 批');
    expect(desk.as('U0BINHAI').dms.at(-1)?.text).not.toContain('名额仍有空缺');
  });

  test('When a coordinator asks, Then all within reach see how it goes, by whom, and may stop it', async () => {
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
    await giveRole(desk, 'U0GUEST', { role: 'district', districts: ['binhai'] });
    await publishNeed(desk, { title: '二号需求', need_types: ['tech_problem'], service_end: '2013-12-20' });
    await ask('1');
    const home = async (user: string) => {
      await desk.as(user).openHome();
      await desk.settle();
      return JSON.stringify(desk.as(user).home);
    };
    expect(await home('U0BINHAI')).toContain('邀请中 XQ-2013-0002');
    expect(await home('U0WUQING')).not.toContain('XQ-2013-0002');
    expect(await home('U0BUREAU')).toContain(
      '滨海新区联络员正在邀请：XQ-2013-0002 二号需求\\n愿意 0 · 不行 0 · 未回复 1',
    );
    await press('U0ZJ0006', 'say_no');
    expect(JSON.stringify(desk.as('U0BUREAU').home), 'at once').toContain('愿意 0 · 不行 1 · 未回复 0');

    await press('U0GUEST', 'ask_experts');
    expect(desk.as('U0GUEST').ephemerals.at(-1)?.text).toContain(
      '滨海新区联络员正在为 XQ-2013-0002 邀请专家',
    );
    await desk.as('U0BUREAU').press(desk.as('U0BUREAU').home ?? desk.lastCard(), 'stop_asking');
    await desk.settle();
    expect(progress()).toContain('联络员已停止邀请');
    expect(await home('U0BUREAU')).not.toContain('stop_asking');
  });

  test('When nobody is left to ask and the starter is gone, Then another coordinator reads it', async () => {
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['binhai'] });
    await ask('3');
    const { deps, workspace } = desk;
    await deps.readers.learn(workspace.teamId, { id: 'U0BINHAI', deleted: true });
    await lookAt('2013-11-04T11:00:00+08:00');
    expect(desk.as('U0WUQING').dms.at(-1)?.text).toContain('名额仍有空缺');
    for (const user of ['U0BINHAI', 'U0BUREAU'])
      expect(JSON.stringify(desk.as(user).dms), user).not.toContain('名额仍有空缺');
  });

  test('When an expert is away, Then they are asked once they are back', async () => {
    const expert = desk.as('U0ZJ0006');
    await expert.openHome();
    await desk.settle();
    await expert.press(expert.home ?? desk.lastCard(), 'go_away');
    await desk.settle();
    await expert.submit({ until: '2013-11-01' });
    await desk.settle();
    await expert.closeModal({ all: true });
    await ask('1');
    expect(invited()).toEqual(['U0ZJ0007']);
    await lookAt('2013-11-04T10:30:00+08:00');
    expect(invited()).toEqual(['U0ZJ0006', 'U0ZJ0007']);
  });

  test('When asked or asking from elsewhere, Then moments are told by the own clock too', async () => {
    desk.clock.moveTo(Temporal.Instant.from('2013-10-31T21:00:00+08:00'));
    const alice = desk.as('U0ALICE');
    await giveRole(desk, 'U0ALICE', { role: 'district', districts: ['binhai'] });
    await publishNeed(desk, { title: '二号需求', need_types: ['tech_problem'], service_end: '2013-12-20' });
    await press('U0ALICE', 'ask_experts');
    await alice.submit({ wave_size: '3' });
    await desk.settle();
    expect(JSON.stringify(alice.views)).toContain('1 Nov 2013 09:00 (China Standard Time; 01:00 your time)');
    await alice.closeModal({ all: true });
    expect(alice.dms.at(-1)?.text).toContain('The first 3 are invited at');
    expect(alice.dms.at(-1)?.text).toContain('01:00 your time');
    await lookAt('2013-11-01T17:30:00+08:00');
    expect(dmWith('U0ALICE', 'say_yes').text).toMatch(/Without an answer by .* your time\)/);
  });

  const lastDayOf = (title: string) =>
    publishNeed(desk, { title, need_types: ['tech_problem'], claim_deadline: '2013-11-11' });

  test('When claims end although the asking had ended before, Then so does every invitation, and none asks for what is over', async () => {
    await lastDayOf('密封件寿命');
    await ask('1');
    await press('U0BINHAI', 'stop_asking');
    // Who was asked may still come.
    expect(dmWith('U0ZJ0006', 'say_yes').text).toContain('密封件寿命');
    const asked = structuredClone(dmWith('U0ZJ0006', 'say_yes'));
    await lookAt('2013-11-11T23:59:00+08:00');
    expect(dmWith('U0ZJ0006', 'say_yes').ts).toBe(asked.ts);
    await lookAt('2013-11-12T09:00:00+08:00');
    expect(() => dmWith('U0ZJ0006', 'say_yes')).toThrow('has no message');
    expect(desk.as('U0ZJ0006').dms.find(({ ts }) => ts === asked.ts)?.text).toContain('需求不在认领期内');
    await desk.as('U0ZJ0006').press(asked, 'say_yes');
    await desk.settle();
    expect(desk.as('U0ZJ0006').ephemerals.at(-1)?.text).toContain('已于11月11日截止');
    const [row] = await desk.db
      .selectFrom('outgoing')
      .select('rests')
      .where('kind', '=', 'invitation')
      .execute();
    expect(row?.rests).toBe(true);
  });

  test('When it is night after the last day, Then Home asks for nothing that is over', async () => {
    await lastDayOf('密封件寿命');
    await ask('1');
    const expert = desk.as('U0ZJ0006');
    await expert.openHome();
    await desk.settle();
    expect(JSON.stringify(expert.home)).toContain('say_yes');
    await lookAt('2013-11-12T00:01:00+08:00');
    await expert.openHome();
    await desk.settle();
    expect(JSON.stringify(expert.home)).not.toContain('say_yes');
  });

  test.each([
    ['postpone_demand', '需求不在认领期内'],
    ['close_demand', '需求不在认领期内'],
    ['cancel_demand', '需求不在认领期内'],
  ])(
    'When the need takes no more claims by %s, Then whoever was asked reads it at once, day or night',
    async (act, said) => {
      await ask('2');
      desk.clock.moveTo(Temporal.Instant.from('2013-10-31T21:00:00+08:00'));
      const { id } = await desk.db.selectFrom('demand').select('id').executeTakeFirstOrThrow();
      await forgePress(desk, 'U0BINHAI', act, id);
      await desk.as('U0BINHAI').submit({ reason: '设备停产' });
      await desk.settle();
      expect(() => dmWith('U0ZJ0006', 'say_yes')).toThrow('has no message');
      expect(desk.as('U0ZJ0007').dms.at(-1)?.text).toContain(said);
    },
  );

  test('When the slots are taken, Then the round ends by itself and nobody else is asked', async () => {
    await ask('2');
    await press('U0ZJ0006', 'say_yes');
    await press('U0ZJ0007', 'say_yes');
    await lookAt('2013-10-31T11:00:00+08:00');
    expect(progress()).toContain('邀请已结束：名额已满');
    await lookAt('2013-11-04T11:00:00+08:00');
    expect(invited()).toHaveLength(2);
  });

  test('When it is night, Then the first wave waits for the morning; when it is stopped, Then nobody is asked', async () => {
    desk.clock.moveTo(Temporal.Instant.from('2013-10-31T21:00:00+08:00'));
    await ask('1');
    expect(invited()).toEqual([]);
    expect(JSON.stringify(desk.as('U0BINHAI').views)).toContain('现在是休息时间');
    await desk.as('U0BINHAI').closeModal({ all: true });
    await press('U0BINHAI', 'stop_asking');
    await lookAt('2013-11-01T09:00:00+08:00');
    expect(invited()).toEqual([]);
    expect(progress()).toContain('联络员已停止邀请');
  });

  test('When somebody was asked twice this week, Then not a third time', async () => {
    for (const title of ['二号需求', '三号需求']) {
      await ask('1');
      await desk.as('U0BINHAI').closeModal({ all: true });
      await publishNeed(desk, { title, need_types: ['tech_problem'], service_end: '2013-12-20' });
    }
    await ask('3');
    const { rows } = await counts();
    expect(rows).toEqual([2, 2, 1]);
    async function counts() {
      const invitations = await desk.db.selectFrom('invitation').select('expert_id').execute();
      const byExpert = Object.values(Object.groupBy(invitations, ({ expert_id }) => expert_id));
      return { rows: byExpert.map((list) => list?.length ?? 0).toSorted((a, b) => b - a) };
    }
  });
});
