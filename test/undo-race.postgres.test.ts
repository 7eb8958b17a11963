import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actOnce, recordAct } from '../src/db/audit.ts';
import type { Trx } from '../src/db/open.ts';
import { moveDemand } from '../src/demands/decisions.ts';
import type { Demand } from '../src/demands/demand.ts';
import { findDemand } from '../src/demands/repository.ts';
import { today } from '../src/programme/programme.ts';
import { takeBackAlteration, takeBackFollowUp } from '../src/undo/needs.ts';
import { findDone, type Undoing } from '../src/undo/sql.ts';
import { atOnce, moveTo, type NeedRace, openNeedRace, SIZES } from './helpers/need-race.ts';
import { insertNeed, NOW, TEAM } from './helpers/rows.ts';

const ROUNDS = [1, 2, 3, 4, 5, 6];

describe('When an act on a need is taken back while somebody acts on it, over several processes’ connections', () => {
  let race: NeedRace;
  beforeAll(async () => {
    race = await openNeedRace();
  });
  afterAll(() => race.close());

  const needNow = async (id: string): Promise<Demand> => {
    const demand = await findDemand(race.db, TEAM, id);
    if (!demand) throw new Error('no need');
    return demand;
  };

  /** As `undo` does it: one transaction, which is recorded where it was possible. */
  async function takeBack(
    auditId: number,
    demand: Demand,
    how: (trx: Trx, undoing: Undoing, demand: Demand) => Promise<boolean> = takeBackAlteration,
  ): Promise<boolean> {
    const done = await findDone(race.db, TEAM, String(auditId));
    if (!done) throw new Error('nothing to take back');
    const { programme, now, cause } = await race.doerOf('U0HOST');
    const outcome = await actOnce(race.dbOf(1), async (trx) => {
      if (!(await how(trx, { teamId: TEAM, done, now, today: today(programme, now) }, demand))) return false;
      await recordAct(trx, {
        ...{ teamId: TEAM, act: 'undo', actor: 'U0HOST', objectKind: 'demand', objectId: demand.id, now },
        ...{ cause, details: { undoes: auditId } },
      });
      return true;
    });
    return outcome === true;
  }

  function idOf(altered: Awaited<ReturnType<NeedRace['alter']>>): number {
    if (typeof altered !== 'object' || !('undo' in altered)) throw new Error('it was not changed');
    return altered.undo;
  }

  test.each(SIZES)(
    'Then an expert’s yes to the new date stands, or the old date does, never both (%i claims)',
    async (n) => {
      const { demandId, ids } = await race.claimedNeed(n);
      const before = await race.claimsOf(demandId);
      const moved = idOf(await race.alter(0, demandId, moveTo('2013-11-27')));
      // One alone says yes: of two acts at one moment either may be first.
      const keeps = await race.readDecisions('keep_claim', ids.slice(0, 1));
      const [[kept], isBack] = await Promise.all([atOnce(keeps), takeBack(moved, await needNow(demandId))]);
      const claims = await race.claimsOf(demandId);
      if (isBack) {
        expect(kept).toBe('decided');
        expect(await needNow(demandId)).toMatchObject({ serviceStart: '2013-11-20', movedAt: undefined });
        expect(claims).toEqual(before);
      } else {
        expect(kept).toMatchObject({ undo: expect.any(Number) });
        expect(await needNow(demandId)).toMatchObject({ serviceStart: '2013-11-27' });
        expect(claims.filter(({ kept_at }) => kept_at !== null)).toHaveLength(1);
      }
      expect((await race.slotsOf(demandId)).map(({ claim_id }) => claim_id).toSorted()).toEqual(ids);
    },
  );

  test.each(SIZES)(
    'Then slots that were added go again, or are held: no claim loses its own (%i more)',
    async (n) => {
      const { demandId, ids } = await race.claimedNeed(3);
      const change = { expert_slots: 3 + n };
      const more = idOf(await race.alter(0, demandId, { act: 'change_demand', change }));
      const clicks = await race.readClicks(demandId, await race.experts(Math.min(n, 4)));
      const [outcomes, isBack] = await Promise.all([atOnce(clicks), takeBack(more, await needNow(demandId))]);
      const slots = await race.slotsOf(demandId);
      const held = slots.flatMap(({ claim_id }) => claim_id ?? []);
      const claimed = outcomes.filter(({ kind }) => kind === 'claimed').length;
      expect((await needNow(demandId)).expertSlots).toBe(isBack ? 3 : 3 + n);
      expect(slots).toHaveLength(isBack ? 3 : 3 + n);
      expect(isBack ? 0 : claimed).toBe(claimed);
      expect(held).toHaveLength(3 + claimed);
      for (const id of ids) expect(held).toContain(id);
    },
  );

  test.each(ROUNDS)(
    'Then a follow-up visit is published or taken back, and whoever was slower knows (round %i)',
    async (round) => {
      const id = await insertNeed(race.db, 2);
      await race.db.deleteFrom('slot').where('demand_id', '=', id).execute();
      await race.db
        .updateTable('demand')
        .set({ state: 'submitted', published_at: null })
        .where('id', '=', id)
        .execute();
      const asked = await actOnce(race.db, (trx) =>
        recordAct(trx, {
          ...{ teamId: TEAM, act: 'follow_up', actor: 'U0HOST', objectKind: 'demand', objectId: id },
          ...{ now: NOW, cause: randomUUID() },
        }),
      );
      const demand = await needNow(id);
      const { now, cause } = await race.doerOf('U0BINHAI');
      const publish = () =>
        moveDemand(
          race.dbOf(2),
          { demand, around: { hostUsers: [], gone: [], grants: [] }, changedAt: NOW.toString() },
          { to: 'published', field: undefined },
          {
            ...{ teamId: TEAM, act: 'publish_demand', actor: 'U0BINHAI', objectKind: 'demand', objectId: id },
            ...{ onBehalfOf: undefined, now, cause, details: {}, how: undefined },
          },
          { asked: [], told: [], views: [], people: [], about: [] },
        );
      const back = () => takeBack(Number(asked), demand, takeBackFollowUp);
      const [published, isBack] =
        round % 2 === 0
          ? await Promise.all([publish(), back()])
          : await Promise.all([back(), publish()]).then(([one, other]) => [other, one] as const);
      expect(isBack).toBe(published === undefined);
      expect((await needNow(id)).state).toBe(isBack ? 'cancelled' : 'published');
      expect(await race.slotsOf(id)).toHaveLength(isBack ? 0 : 2);
    },
  );
});
