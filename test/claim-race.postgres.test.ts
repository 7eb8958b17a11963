import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelDemand } from '../src/claims/acts/cancel-demand.ts';
import { claimSlot } from '../src/claims/acts/claim.ts';
import { readPress } from '../src/claims/case-sql.ts';
import type { Db, OpenDatabase } from '../src/db/open.ts';
import { openDatabase } from '../src/db/open.ts';
import { findDemand } from '../src/demands/repository.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { findProgramme, takeNumber } from '../src/programme/repository.ts';
import { openTestDatabase, type TestDatabase } from './helpers/database.ts';

const TEAM = 'T0RACE';
const NOW = Temporal.Instant.from('2013-10-31T10:00:00+08:00');
const NOBODY = { hostUsers: [], gone: [], grants: [] };
const ROUNDS = [1, 2, 3, 4, 5];

/** The embedded database has one connection and can show no race. */
describe('Clicks at the same moment, over several processes’ connections', () => {
  let database: TestDatabase;
  const pools: OpenDatabase[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    for (let i = 0; i < 3; i += 1)
      pools.push(await openDatabase({ databaseUrl: database.url, dataDir: '', poolSize: 10 }));
    await insertProgramme(database.db);
  });

  afterAll(async () => {
    for (const pool of pools) await pool.close();
    await database.close();
  });

  test.each(ROUNDS)(
    'When thirty experts click at once for twenty slots, Then exactly twenty hold one each and ten are told (round %i)',
    async () => {
      const { db } = database;
      const demandId = await insertDemand(db, 20);
      const experts = await Promise.all(Array.from({ length: 30 }, () => insertExpert(db, 2)));
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
      const { db } = database;
      const expertId = await insertExpert(db, 2);
      const demands = await Promise.all([1, 2, 3].map(() => insertDemand(db, 5)));
      const outcomes = await clickAll(demands.map((demandId) => ({ expertId, demandId })));

      expect(outcomes.sort()).toEqual(['claimed', 'claimed', 'limit_reached']);
      const claims = await db.selectFrom('claim').selectAll().where('expert_id', '=', expertId).execute();
      expect(claims.map(({ live_no }) => live_no).sort()).toEqual([1, 2]);
    },
  );

  test.each(ROUNDS)(
    'When one expert clicks one need five times at once, Then one slot is held (round %i)',
    async () => {
      const { db } = database;
      const expertId = await insertExpert(db, 3);
      const demandId = await insertDemand(db, 5);
      const outcomes = await clickAll(Array.from({ length: 5 }, () => ({ expertId, demandId })));

      expect(outcomes.filter((kind) => kind === 'claimed')).toHaveLength(1);
      expect(outcomes.filter((kind) => kind === 'already_yours')).toHaveLength(4);
    },
  );

  test('When one delivery arrives five times at once, Then it has one effect and one answer', async () => {
    const { db } = database;
    const expertId = await insertExpert(db, 3);
    const demandId = await insertDemand(db, 5);
    const outcomes = await clickAll(Array.from({ length: 5 }, () => ({ expertId, demandId, cause: 'once' })));
    expect(outcomes.filter((kind) => kind === 'claimed')).toHaveLength(1);
    expect(outcomes.filter((kind) => kind === 'repeated')).toHaveLength(4);
  });

  test.each(ROUNDS)(
    'When a need is cancelled while ten claim it, Then no claim stays live and every slot is free (round %i)',
    async () => {
      const { db } = database;
      const demandId = await insertDemand(db, 10);
      const experts = await Promise.all(Array.from({ length: 10 }, () => insertExpert(db, 2)));
      const programme = await findProgramme(db, TEAM);
      const demand = await findDemand(db, TEAM, demandId);
      if (!programme || !demand) throw new Error('the ground is not laid');
      const doer = { programme, userId: 'U0HOST', onBehalfOf: undefined, now: NOW, cause: randomUUID() };
      const [outcomes] = await Promise.all([
        clickAll(experts.map((expertId) => ({ expertId, demandId }))),
        cancelDemand((pools[0] as OpenDatabase).db, doer, { demand, around: NOBODY }, '企业停产'),
      ]);

      expect(outcomes.every((kind) => kind === 'claimed' || kind === 'closed')).toBe(true);
      const claims = await db.selectFrom('claim').selectAll().where('demand_id', '=', demandId).execute();
      expect(claims.every(({ state }) => state === 'cancelled')).toBe(true);
      const slots = await db.selectFrom('slot').selectAll().where('demand_id', '=', demandId).execute();
      expect(slots.every(({ claim_id }) => claim_id === null)).toBe(true);
    },
  );

  test('When others hold all that shows the claim, and who it is shown to, Then the claim waits for none of them', async () => {
    const { db } = database;
    const expertId = await insertExpert(db, 1);
    const demandId = await insertDemand(db, 1);
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
    const one = await openDatabase({ databaseUrl: database.url, dataDir: '', poolSize: 1 });
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
        const db = (pools[i % pools.length] as OpenDatabase).db;
        const userId = `U${expertId}`;
        const { programme, demand, ...press } = await readPress(db, { teamId: TEAM, userId }, demandId);
        if (!programme || !demand) throw new Error('the ground is not laid');
        const { kind } = await claimSlot(db, { ...press, programme, demand, userId, now: NOW, cause });
        return kind;
      }),
    );
  }
});

async function insertProgramme(db: Db): Promise<void> {
  await db
    .insertInto('programme_year')
    .values({
      ...{ team_id: TEAM, year: 2013, name: '行动', target_experts: 300, opens_on: '2013-08-30' },
      ...{ deadline: Temporal.Instant.from('2013-12-31T23:59:59+08:00'), time_zone: 'Asia/Shanghai' },
      ...{ channel_id: 'C0NEEDS', language: 'zh', published_by: 'district', catalogue: CATALOGUE },
      ...{ created_by: 'U0BUREAU', created_at: NOW },
    })
    .execute();
}

async function insertOrganisation(db: Db, kind: 'home_unit' | 'host_unit'): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('organisation')
    .values({ team_id: TEAM, id, kind, name: id, name_key: id, created_at: NOW })
    .execute();
  return id;
}

async function insertExpert(db: Db, limit: number): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('expert')
    .values({
      ...{ team_id: TEAM, id, user_id: `U${id}`, name: '专家', system: 'education', title: 'professor' },
      ...{
        employer_id: await insertOrganisation(db, 'home_unit'),
        field: 'newmat',
        max_active_claims: limit,
      },
      ...{ state: 'verified', registered_at: NOW, verified_at: NOW },
    })
    .execute();
  return id;
}

async function insertDemand(db: Db, slots: number): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('demand')
    .values({
      ...{ team_id: TEAM, id, number: id, year: 2013, state: 'published', poster: 'U0HOST' },
      ...{
        host_unit_id: await insertOrganisation(db, 'host_unit'),
        district: 'binhai',
        districts: ['binhai'],
      },
      ...{
        unit_name: '某厂',
        action_line: 'tech_sme',
        title: '配方改进',
        expert_slots: slots,
        time_text: '11月',
      },
      ...{ submitted_at: NOW, published_at: NOW, changed_at: NOW },
    })
    .execute();
  await db
    .insertInto('slot')
    .values(Array.from({ length: slots }, (_, i) => ({ team_id: TEAM, demand_id: id, no: i + 1 })))
    .execute();
  return id;
}
