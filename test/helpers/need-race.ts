/** What people do to one published need at one moment, over the connections of several processes. */
import { randomUUID } from 'node:crypto';
import { type Alteration, alterNeed } from '../../src/claims/alter.ts';
import { readCase, readPress } from '../../src/claims/case-sql.ts';
import { claimSlot } from '../../src/claims/claim-slot.ts';
import { decideClaim } from '../../src/claims/decide.ts';
import { type Changeable, changeableOf } from '../../src/demands/changeable.ts';
import { findDemand } from '../../src/demands/repository.ts';
import { programmeOf } from '../../src/programme/repository.ts';
import { openPools } from './pools.ts';
import { insertExpert, insertNeed, insertYear, NOW, TEAM } from './rows.ts';

const NOBODY = { hostUsers: [], gone: [], grants: [] };

/** Slots of the need; the pools have other sizes. */
export const SIZES = [1, 17, 23];
const POOLS = [3, 7, 10];

export type NeedRace = Awaited<ReturnType<typeof openNeedRace>>;

export interface Altering {
  act: Alteration['act'];
  change?: Partial<Changeable>;
  seen?: string;
}

export const moveTo = (day: string): Altering => ({
  act: 'change_demand',
  change: { service_start: day, service_end: day },
});

export async function openNeedRace() {
  const pools = await openPools(POOLS);
  const { db, dbOf } = pools;
  await insertYear(db);
  let acts = 0;

  async function doerOf(userId: string) {
    const programme = await programmeOf(db, { teamId: TEAM, year: 2013 });
    acts += 1;
    const now = NOW.add({ seconds: acts });
    return { programme, userId, onBehalfOf: undefined, how: undefined, now, cause: randomUUID() };
  }

  async function alter(i: number, demandId: string, { act, change, seen }: Altering) {
    const demand = await findDemand(dbOf(i), TEAM, demandId);
    if (!demand) throw new Error('no need');
    const alteration: Alteration = { act, reason: '检修', seen };
    if (change) alteration.change = { ...changeableOf(demand), ...change };
    return alterNeed(dbOf(i), await doerOf('U0HOST'), { demand, around: NOBODY }, alteration);
  }

  /** Everybody has read the need before anybody acts: what follows is the race. */
  async function readClicks(demandId: string, experts: string[]) {
    return Promise.all(
      experts.map(async (expertId, i) => {
        const userId = `U${expertId}`;
        const { programme, demand, ...press } = await readPress(dbOf(i), { teamId: TEAM, userId }, demandId);
        if (!programme || !demand) throw new Error('the ground is not laid');
        return () =>
          claimSlot(dbOf(i), { ...press, programme, demand, userId, now: NOW, cause: randomUUID() });
      }),
    );
  }

  /** Everybody has read their claim. */
  async function readDecisions(act: 'give_consent' | 'accept_expert' | 'keep_claim', claimIds: string[]) {
    const doer = await doerOf(act === 'give_consent' ? 'U0HOME' : 'U0HOST');
    const consent = { kind: 'online' as const, documentNo: '', date: '2013-10-31', until: undefined };
    const what = act === 'give_consent' ? { given: { consent, by: 'U0HOME', onBehalf: false } } : {};
    return Promise.all(
      claimIds.map(async (claimId, i) => {
        const found = await readCase(dbOf(i), TEAM, claimId);
        if (!found) throw new Error('no claim');
        return () => decideClaim(dbOf(i), { ...doer, cause: randomUUID() }, found, act, what);
      }),
    );
  }

  const claimsOf = (demandId: string) =>
    db.selectFrom('claim').selectAll().where('demand_id', '=', demandId).orderBy('id').execute();

  return {
    db,
    dbOf,
    doerOf,
    alter,
    readClicks,
    readDecisions,
    claimsOf,
    slotsOf: (demandId: string) =>
      db.selectFrom('slot').selectAll().where('demand_id', '=', demandId).orderBy('no').execute(),
    experts: (n: number) => Promise.all(Array.from({ length: n }, () => insertExpert(db))),
    /** A published need all of whose slots are claimed; with the ids of the claims. */
    async claimedNeed(slots: number) {
      const demandId = await insertNeed(db, slots);
      const experts = await Promise.all(Array.from({ length: slots }, () => insertExpert(db)));
      const clicks = await readClicks(demandId, experts);
      const outcomes = await Promise.all(clicks.map((click) => click()));
      if (outcomes.some(({ kind }) => kind !== 'claimed')) throw new Error('a slot stayed free');
      return { demandId, ids: (await claimsOf(demandId)).map(({ id }) => id) };
    },
    close: () => pools.close(),
  };
}

/** All at once. */
export function atOnce<T>(acts: readonly (() => Promise<T>)[]): Promise<T[]> {
  return Promise.all(acts.map((act) => act()));
}
