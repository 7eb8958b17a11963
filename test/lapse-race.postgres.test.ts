import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expireClaims } from '../src/claims/acts/expire.ts';
import { readCase } from '../src/claims/case-sql.ts';
import { decideClaim } from '../src/claims/decide.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertClaim, insertExpert, insertNeed, insertYear, TEAM } from './helpers/rows.ts';

const ROUNDS = [1, 2, 3, 4];
/** Claims that wait; the pools have other sizes. */
const SIZES = [1, 17, 23];
/** The service was on Wednesday the 20th. */
const EVE = Temporal.Instant.from('2013-11-19T10:00:00+08:00');
const MORNING = Temporal.Instant.from('2013-11-21T09:00:00+08:00');

describe('When a consent comes at the moment at which the clock ends the claim, over several processes’ connections', () => {
  let pools: Pools;
  const dbOf = (i: number) => pools.dbOf(i);

  beforeAll(async () => {
    pools = await openPools([1, 5, 10]);
    await insertYear(pools.db);
  });
  afterAll(() => pools.close());

  const look = (i: number) =>
    expireClaims({
      db: dbOf(i),
      now: () => MORNING,
      log: pino({ level: 'silent' }),
      findTeam: async () => TEAM,
    });

  /** A coordinator records the letter afterwards. */
  async function consent(i: number, id: string) {
    const programme = await programmeOf(pools.db, { teamId: TEAM, year: 2013 });
    const claimCase = await readCase(dbOf(i), TEAM, id);
    if (!claimCase) throw new Error('no claim');
    const doer = {
      programme,
      userId: 'U0BINHAI',
      onBehalfOf: 'home_unit',
      now: MORNING,
      cause: randomUUID(),
    };
    const letter = { kind: 'letter', documentNo: '12', date: '2013-11-20', until: undefined } as const;
    const given = { consent: letter, by: 'U0BINHAI', onBehalf: true };
    return () => decideClaim(dbOf(i), doer, claimCase, 'record_consent', { given });
  }

  test.each(ROUNDS.flatMap((round) => SIZES.map((size) => [size, round] as const)))(
    'Then one wins for each of %i claims, and the other is told (round %i)',
    async (size, round) => {
      const { db } = pools;
      const need = await insertNeed(db, size);
      const ids = await Promise.all(
        Array.from({ length: size }, async (_, i) =>
          insertClaim(db, { demandId: need, expertId: await insertExpert(db), slot: i + 1, claimed_at: EVE }),
        ),
      );
      const consents = await Promise.all(ids.map((id, i) => consent(i, id)));
      const acts = consents.map((one) => async () => one());
      const looks = [1, 2].map((i) => async () => void (await look(i)));
      const all = round % 2 === 0 ? [...looks, ...acts] : [...acts, ...looks];
      const done = await Promise.all(all.map((act) => act()));
      const given = round % 2 === 0 ? done.slice(looks.length) : done.slice(0, acts.length);

      const claims = await db.selectFrom('claim').selectAll().where('demand_id', '=', need).execute();
      const slots = await db.selectFrom('slot').selectAll().where('demand_id', '=', need).execute();
      const audited = await db
        .selectFrom('audit')
        .select(['act', 'object_id'])
        .where('object_id', 'in', ids)
        .orderBy('id')
        .execute();
      for (const [i, id] of ids.entries()) {
        const state = claims.find((one) => one.id === id)?.state;
        const acted = audited.filter(({ object_id }) => object_id === id).map(({ act }) => act);
        const isHeld = slots.some(({ claim_id }) => claim_id === id);
        if (given[i] === 'decided')
          expect([state, acted, isHeld]).toEqual(['expired', ['lapse_claim'], false]);
        else expect([state, acted, isHeld]).toEqual(['host_pending', ['record_consent'], true]);
      }
      const kept = await db.selectFrom('consent').select('claim_id').where('claim_id', 'in', ids).execute();
      expect(kept.length).toBe(claims.filter(({ state }) => state === 'host_pending').length);
    },
  );
});
