import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endBlanketNow, hasPassed, insertBlanket } from '../src/claims/blanket-sql.ts';
import { insertBlock, setBlockEnded } from '../src/claims/blocked-sql.ts';
import { readPress } from '../src/claims/case-sql.ts';
import { claimSlot } from '../src/claims/claim-slot.ts';
import { actOnce, recordAct } from '../src/db/audit.ts';
import type { Db } from '../src/db/open.ts';
import type { RecordedAct } from '../src/db/recorded-acts.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertExpert, insertNeed, insertYear, NOW, TEAM } from './helpers/rows.ts';

/** An employer says yes in advance, or no longer, at the moment at which its experts claim. */
let pools: Pools;
const ROUNDS = [1, 2, 3, 4];

beforeAll(async () => {
  pools = await openPools([8, 8, 8]);
  await insertYear(pools.db);
});
afterAll(() => pools.close());

/** Experts of one unit, and a need with room for all of them. */
async function lay(n: number) {
  const first = await insertExpert(pools.db);
  const { employer_id } = await pools.db
    .selectFrom('expert')
    .select('employer_id')
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  const others = await Promise.all(
    Array.from({ length: n - 1 }, () => insertExpert(pools.db, { employer_id })),
  );
  return { employerId: employer_id, experts: [first, ...others], demandId: await insertNeed(pools.db, n) };
}

async function claim(db: Db, expertId: string, demandId: string): Promise<string> {
  const userId = `U${expertId}`;
  const { programme, demand, ...press } = await readPress(db, { teamId: TEAM, userId }, demandId);
  if (!programme || !demand) throw new Error('the ground is not laid');
  return (await claimSlot(db, { ...press, programme, demand, userId, now: NOW, cause: randomUUID() })).kind;
}

const record = (db: Db, id: string, employerId: string) =>
  actOnce(db, async (trx) => {
    await insertBlanket(trx, {
      ...{ teamId: TEAM, id, employerId, expertId: undefined, documentNo: '1', date: '2013-10-31' },
      ...{ until: '2013-12-31', by: 'U0HOME', onBehalf: false, now: NOW },
    });
    return recordAct(trx, actOf('record_blanket', id));
  });

const end = (db: Db, id: string) =>
  actOnce(db, async (trx) => {
    if (!(await endBlanketNow(trx, { teamId: TEAM, id, by: 'U0HOME', now: NOW }))) return undefined;
    return recordAct(trx, actOf('end_blanket', id));
  });

const actOf = (act: RecordedAct, objectId: string) => ({
  ...{ teamId: TEAM, act, actor: 'U0HOME', objectKind: 'blanket', objectId, now: NOW },
});

/** Each claim with its consent, and its place in the record. */
async function outcomes(demandId: string) {
  return pools.db
    .selectFrom('claim')
    .leftJoin('consent', 'consent.claim_id', 'claim.id')
    .innerJoin('audit', 'audit.object_id', 'claim.id')
    .select(['claim.id', 'claim.state', 'claim.consented_at', 'consent.blanket_id', 'audit.id as act'])
    .where('claim.demand_id', '=', demandId)
    .execute();
}

test.each(ROUNDS)(
  'When a yes in advance is ended while ten claim, Then each passed before it or is asked about, and none after (%i)',
  async (round) => {
    const { employerId, experts, demandId } = await lay(10);
    const id = randomUUID();
    await record(pools.db, id, employerId);
    const clicks = experts.map((expertId, i) => claim(pools.dbOf(i), expertId, demandId));
    // At the same moment, or as soon as the first has passed.
    const [ended, ...kinds] = await Promise.all([
      round % 2 ? end(pools.dbOf(0), id) : Promise.race(clicks).then(() => end(pools.dbOf(0), id)),
      ...clicks,
    ]);
    expect(kinds.every((kind) => kind === 'claimed')).toBe(true);
    const all = await outcomes(demandId);
    expect(all).toHaveLength(10);
    for (const one of all) {
      const passed = one.blanket_id === id;
      expect([one.state, one.consented_at !== null]).toEqual(
        passed ? ['host_pending', true] : ['home_unit_pending', false],
      );
      // The record says them in the order in which they were.
      if (passed) expect(Number(one.act)).toBeLessThan(Number(ended));
    }
    const passed = all.filter(({ blanket_id }) => blanket_id === id);
    expect(await pools.db.transaction().execute((trx) => hasPassed(trx, TEAM, id))).toBe(passed.length > 0);
  },
);

test.each(ROUNDS)(
  'When it is recorded while ten claim, Then each passes by it or is asked about (%i)',
  async () => {
    const { employerId, experts, demandId } = await lay(10);
    const id = randomUUID();
    await Promise.all([
      record(pools.dbOf(1), id, employerId),
      ...experts.map((expertId, i) => claim(pools.dbOf(i), expertId, demandId)),
    ]);
    const all = await outcomes(demandId);
    for (const { state, blanket_id } of all)
      expect(state).toBe(blanket_id === id ? 'host_pending' : 'home_unit_pending');
    expect(new Set(all.map((one) => one.id)).size).toBe(10);
  },
);

test.each(ROUNDS)(
  'When days are blocked and freed while the expert claims, Then the claim holds or is refused, and never half (%i)',
  async () => {
    const { experts, demandId } = await lay(2);
    const [expertId = ''] = experts;
    const id = randomUUID();
    const block = {
      ...{ teamId: TEAM, id, expertId, from: '2013-11-20', until: '2013-11-20', reason: '' },
      ...{ side: 'expert' as const, by: 'U0', onBehalf: false, now: NOW },
    };
    const [kind] = await Promise.all([
      claim(pools.dbOf(0), expertId, demandId),
      actOnce(pools.dbOf(1), (trx) => insertBlock(trx, block)),
    ]);
    const slots = await pools.db.selectFrom('slot').selectAll().where('expert_id', '=', expertId).execute();
    expect(slots).toHaveLength(kind === 'claimed' ? 1 : 0);
    expect(['claimed', 'blocked']).toContain(kind);
    if (kind === 'claimed') return;
    expect(await claim(pools.db, expertId, demandId)).toBe('blocked');
    await actOnce(pools.db, (trx) => setBlockEnded(trx, TEAM, id, { by: 'U0', now: NOW }));
    expect(await claim(pools.db, expertId, demandId)).toBe('claimed');
  },
);
