import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDemand } from '../src/demands/repository.ts';
import { atOnce, moveTo, type NeedRace, openNeedRace, SIZES } from './helpers/need-race.ts';
import { insertNeed, TEAM } from './helpers/rows.ts';

const ROUNDS = [1, 2, 3, 4, 5];
/** So many experts click for so many slots. */
const CLICKS = SIZES.flatMap((slots) => [
  { slots, clicks: Math.ceil(slots * 0.6) },
  { slots, clicks: slots + 4 },
]);

describe('When two people act at one moment on a published need, over several processes’ connections', () => {
  let race: NeedRace;
  const needNow = async (id: string) => {
    const demand = await findDemand(race.db, TEAM, id);
    if (!demand) throw new Error('no need');
    return demand;
  };
  const heldOf = async (id: string) => (await race.slotsOf(id)).flatMap(({ claim_id }) => claim_id ?? []);

  beforeAll(async () => {
    race = await openNeedRace();
  });
  afterAll(() => race.close());

  /** Whoever is to click has read the need. */
  async function readyToClick({ slots, clicks }: { slots: number; clicks: number }) {
    const demandId = await insertNeed(race.db, slots);
    return { demandId, pressed: await race.readClicks(demandId, await race.experts(clicks)) };
  }

  test.each(SIZES)('Then a consent to the old date never counts for the new one (%i claims)', async (n) => {
    const { demandId, ids } = await race.claimedNeed(n);
    // The second time nobody has yet said anything to the date before it.
    for (const day of ['2013-11-27', '2013-11-28']) {
      const consents = await race.readDecisions('give_consent', ids);
      const [outcomes] = await Promise.all([atOnce(consents), race.alter(1, demandId, moveTo(day))]);
      expect(outcomes.every((one) => typeof one === 'object' || one === 'decided')).toBe(true);
      for (const one of await race.claimsOf(demandId))
        expect(one).toMatchObject({ state: 'expert_pending', kept_at: null, consented_at: null });
      const valid = race.db.selectFrom('consent').select('id').where('claim_id', 'in', ids);
      expect(await valid.execute()).toEqual([]);
    }
    expect(new Set(await heldOf(demandId)).size).toBe(n);
  });

  test.each(CLICKS)(
    'Then slots go down to what is held while others claim, never below it ($clicks clicks for $slots)',
    async (size) => {
      const { demandId, pressed } = await readyToClick(size);
      const wanted = Math.ceil(size.slots / 3);
      const [claimed, fewer] = await Promise.all([
        atOnce(pressed),
        race.alter(1, demandId, { act: 'change_demand', change: { expert_slots: wanted, place: '二号楼' } }),
      ]);
      const [slots, held] = [await race.slotsOf(demandId), await heldOf(demandId)];
      const isRefused = typeof fewer === 'object' && 'held' in fewer;
      expect(claimed.filter(({ kind }) => kind === 'claimed')).toHaveLength(held.length);
      expect(slots).toHaveLength(isRefused ? size.slots : wanted);
      // All of the change or nothing of it.
      expect(await needNow(demandId)).toMatchObject({
        expertSlots: slots.length,
        place: isRefused ? '' : '二号楼',
      });
      expect((await race.claimsOf(demandId)).map(({ id }) => id)).toEqual(held.toSorted());
    },
  );

  test.each(CLICKS)(
    'Then who claims while it is closed is told that it is, or that the claim has ended ($clicks clicks for $slots)',
    async (size) => {
      const { demandId, pressed } = await readyToClick(size);
      const [outcomes, closed] = await Promise.all([
        atOnce(pressed),
        race.alter(1, demandId, { act: 'close_demand' }),
      ]);
      expect(closed).toMatchObject({ undo: expect.any(Number) });
      expect((await needNow(demandId)).state).toBe('closed');
      const claims = await race.claimsOf(demandId);
      expect(outcomes.filter(({ kind }) => kind === 'claimed')).toHaveLength(claims.length);
      for (const { kind } of outcomes) expect(['claimed', 'closed', 'full', 'just_taken']).toContain(kind);
      for (const one of claims)
        expect(one).toMatchObject({ state: 'cancelled', live_no: null, reason: '检修' });
      expect(await heldOf(demandId)).toEqual([]);
    },
  );

  test.each(CLICKS)(
    'Then who claims while it is postponed or reopened is in or out, and knows which ($clicks clicks for $slots)',
    async (size) => {
      const { demandId, pressed } = await readyToClick(size);
      await race.alter(0, demandId, { act: 'postpone_demand' });
      const [outcomes] = await Promise.all([
        atOnce(pressed),
        race.alter(2, demandId, { ...moveTo('2013-11-27'), act: 'reopen_demand' }),
      ]);
      // They had read it before it was postponed: nobody sits there who agreed to another date.
      expect(outcomes.every(({ kind }) => kind === 'closed' || kind === 'moved')).toBe(true);
      expect(await race.claimsOf(demandId)).toEqual([]);
      const again = await race.readClicks(demandId, await race.experts(size.slots));
      expect((await atOnce(again)).every(({ kind }) => kind === 'claimed')).toBe(true);
    },
  );

  test.each(SIZES)(
    'Then an expert accepted while it is postponed or reopened is asked about the new date (%i claims)',
    async (n) => {
      const { demandId, ids } = await race.claimedNeed(n);
      await atOnce(await race.readDecisions('give_consent', ids));
      const accepts = await race.readDecisions('accept_expert', ids);
      const [outcomes] = await Promise.all([
        atOnce(accepts),
        race.alter(1, demandId, { act: 'postpone_demand' }),
      ]);
      // Postponed, nobody's yes is to another date: whoever was accepted before or after stays so.
      expect(outcomes.every((one) => typeof one === 'object')).toBe(true);
      for (const { state } of await race.claimsOf(demandId)) expect(state).toBe('confirmed');

      const { demandId: other, ids: theirs } = await race.claimedNeed(n);
      await atOnce(await race.readDecisions('give_consent', theirs));
      await race.alter(0, other, { act: 'postpone_demand' });
      const late = await race.readDecisions('accept_expert', theirs);
      await Promise.all([
        atOnce(late),
        race.alter(2, other, { ...moveTo('2013-11-27'), act: 'reopen_demand' }),
      ]);
      for (const one of await race.claimsOf(other))
        expect(one).toMatchObject({ state: 'expert_pending', consented_at: null, kept_at: null });
      expect(new Set(await heldOf(other)).size).toBe(n);
    },
  );

  test.each(CLICKS)(
    'Then who claims while the date moves is asked about it, or told of it ($clicks clicks for $slots)',
    async (size) => {
      const { demandId, pressed } = await readyToClick(size);
      const [outcomes] = await Promise.all([atOnce(pressed), race.alter(1, demandId, moveTo('2013-11-27'))]);
      const claims = await race.claimsOf(demandId);
      for (const { kind } of outcomes) expect(['claimed', 'moved', 'full', 'just_taken']).toContain(kind);
      expect(outcomes.filter(({ kind }) => kind === 'claimed')).toHaveLength(claims.length);
      const { movedAt } = await needNow(demandId);
      for (const { state, moved_at } of claims)
        expect([state, moved_at?.toString()]).toEqual(['expert_pending', movedAt?.toString()]);
    },
  );

  test.each(ROUNDS)(
    'Then of two who change it at once one does, and the other is told (round %i)',
    async () => {
      const demandId = await insertNeed(race.db, 1);
      const { changed_at } = await race.db
        .selectFrom('demand')
        .select('changed_at')
        .where('id', '=', demandId)
        .executeTakeFirstOrThrow();
      const seen = changed_at.toString();
      const outcomes = await Promise.all(
        ['2013-11-27', '2013-11-28'].map((day, i) => race.alter(i, demandId, { ...moveTo(day), seen })),
      );
      expect(outcomes.filter((one) => one === 'unseen')).toHaveLength(1);
    },
  );
});
