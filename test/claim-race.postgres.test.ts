import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelDemand } from '../src/claims/acts/cancel-demand.ts';
import { readPress } from '../src/claims/case-sql.ts';
import { claimSlot } from '../src/claims/claim-slot.ts';
import { openDatabase } from '../src/db/open.ts';
import { findDemand } from '../src/demands/repository.ts';
import { findProgramme, takeNumber } from '../src/programme/repository.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertExpert, insertNeed, insertYear, NOW, TEAM } from './helpers/rows.ts';

const NOBODY = { hostUsers: [], gone: [], grants: [] };
const ROUNDS = [1, 2, 3, 4, 5];

/** The embedded database has one connection and can show no race. */
describe('Clicks at the same moment, over several processes’ connections', () => {
  let pools: Pools;

  beforeAll(async () => {
    pools = await openPools([10, 10, 10]);
    await insertYear(pools.db);
  });

  afterAll(() => pools.close());

  test.each(ROUNDS)(
    'When thirty experts click at once for twenty slots, Then exactly twenty hold one each and ten are told (round %i)',
    async () => {
      const { db } = pools;
      const demandId = await insertNeed(db, 20);
      const experts = await Promise.all(
        Array.from({ length: 30 }, () => insertExpert(db, { max_active_claims: 2 })),
      );
      const outcomes = await clickAll(experts.map((expertId) => ({ expertId, demandId })));

      expect(outcomes.filter((kind) => kind === 'claimed')).toHaveLength(20);
      expect(outcomes.filter((kind) => kind === 'just_taken')).toHaveLength(10);
      const slots = await db.selectFrom('slot').selectAll().where('demand_id', '=', demandId).execute();
      const claims = await db.selectFrom('claim').selectAll().where('demand_id', '=', demandId).execute();
      expect(new Set(slots.map(({ expert_id }) => expert_id)).size).toBe(20);
      expect(claims.map(({ id }) => id).sort()).toEqual(slots.map(({ claim_id }) => claim_id).sort());
    },
  );

  test.each(ROUNDS)(
    'When one expert with a limit of two clicks three needs at once, Then exactly two are held (round %i)',
    async () => {
      const { db } = pools;
      const expertId = await insertExpert(db, { max_active_claims: 2 });
      const demands = await Promise.all([1, 2, 3].map(() => insertNeed(db, 5)));
      const outcomes = await clickAll(demands.map((demandId) => ({ expertId, demandId })));

      expect(outcomes.sort()).toEqual(['claimed', 'claimed', 'limit_reached']);
      const claims = await db.selectFrom('claim').selectAll().where('expert_id', '=', expertId).execute();
      expect(claims.map(({ live_no }) => live_no).sort()).toEqual([1, 2]);
    },
  );

  test.each(ROUNDS)(
    'When one expert clicks one need five times at once, Then one slot is held (round %i)',
    async () => {
      const { db } = pools;
      const expertId = await insertExpert(db, { max_active_claims: 3 });
      const demandId = await insertNeed(db, 5);
      const outcomes = await clickAll(Array.from({ length: 5 }, () => ({ expertId, demandId })));

      expect(outcomes.filter((kind) => kind === 'claimed')).toHaveLength(1);
      expect(outcomes.filter((kind) => kind === 'already_yours')).toHaveLength(4);
    },
  );

  test('When one delivery arrives five times at once, Then it has one effect and one answer', async () => {
    const { db } = pools;
    const expertId = await insertExpert(db, { max_active_claims: 3 });
    const demandId = await insertNeed(db, 5);
    const outcomes = await clickAll(Array.from({ length: 5 }, () => ({ expertId, demandId, cause: 'once' })));
    expect(outcomes.filter((kind) => kind === 'claimed')).toHaveLength(1);
    expect(outcomes.filter((kind) => kind === 'repeated')).toHaveLength(4);
  });

  test.each(ROUNDS)(
    'When a need is cancelled while ten claim it, Then no claim stays live and every slot is free (round %i)',
    async () => {
      const { db } = pools;
      const demandId = await insertNeed(db, 10);
      const experts = await Promise.all(
        Array.from({ length: 10 }, () => insertExpert(db, { max_active_claims: 2 })),
      );
      const programme = await findProgramme(db, TEAM);
      const demand = await findDemand(db, TEAM, demandId);
      if (!programme || !demand) throw new Error('the ground is not laid');
      const doer = { programme, userId: 'U0HOST', onBehalfOf: undefined, now: NOW, cause: randomUUID() };
      const [outcomes] = await Promise.all([
        clickAll(experts.map((expertId) => ({ expertId, demandId }))),
        cancelDemand(pools.dbOf(0), doer, { demand, around: NOBODY }, '企业停产'),
      ]);

      expect(outcomes.every((kind) => kind === 'claimed' || kind === 'closed')).toBe(true);
      const claims = await db.selectFrom('claim').selectAll().where('demand_id', '=', demandId).execute();
      expect(claims.every(({ state }) => state === 'cancelled')).toBe(true);
      const slots = await db.selectFrom('slot').selectAll().where('demand_id', '=', demandId).execute();
      expect(slots.every(({ claim_id }) => claim_id === null)).toBe(true);
    },
  );

  test('When others hold all that shows the claim, and who it is shown to, Then the claim waits for none of them', async () => {
    const { db } = pools;
    const expertId = await insertExpert(db, { max_active_claims: 1 });
    const demandId = await insertNeed(db, 1);
    const home = { team_id: TEAM, shape: 'view', kind: 'home', state: 'sent' } as const;
    const rows = [`demand_card:${demandId}`, `home:U${expertId}`, 'home:U0HOST'];
    await db
      .insertInto('outgoing')
      .values(rows.map((key) => ({ ...home, key, target: 'U0HOST', lane: key, parent_key: null, ref: {} })))
      .execute();
    await db.transaction().execute(async (trx) => {
      await sql`select from outgoing for update`.execute(trx);
      await sql`select from programme_year for no key update`.execute(trx);
      await sql`select from expert for no key update`.execute(trx);
      await sql`select from slack_user for update`.execute(trx);
      await sql`lock table changed, audit in row share mode`.execute(trx);
      expect(await clickAll([{ expertId, demandId }])).toEqual(['claimed']);
    });
  });

  test('When a number is taken, Then what is done next on the connection waits for the disk again', async () => {
    const one = await openDatabase({ databaseUrl: pools.url, dataDir: '', poolSize: 1 });
    try {
      // The server of the tests waits for nothing.
      await sql`set synchronous_commit = on`.execute(one.db);
      const numbers = [
        await takeNumber(one.db, TEAM, 2013, 'BG'),
        await takeNumber(one.db, TEAM, 2013, 'BG'),
      ];
      expect(numbers).toEqual(['BG-2013-0001', 'BG-2013-0002']);
      const { rows } = await sql`show synchronous_commit`.execute(one.db);
      expect(rows).toEqual([{ synchronous_commit: 'on' }]);
      const inside = one.db.transaction().execute((trx) => takeNumber(trx, TEAM, 2013, 'BG'));
      await expect(inside).rejects.toThrow('before the transaction');
    } finally {
      await one.close();
    }
  });

  /** Each click from another connection, all at once. */
  async function clickAll(clicks: { expertId: string; demandId: string; cause?: string }[]) {
    return Promise.all(
      clicks.map(async ({ expertId, demandId, cause = randomUUID() }, i) => {
        const db = pools.dbOf(i);
        const userId = `U${expertId}`;
        const { programme, demand, ...press } = await readPress(db, { teamId: TEAM, userId }, demandId);
        if (!programme || !demand) throw new Error('the ground is not laid');
        const { kind } = await claimSlot(db, { ...press, programme, demand, userId, now: NOW, cause });
        return kind;
      }),
    );
  }
});
