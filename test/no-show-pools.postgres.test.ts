import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveClaim } from '../src/claims/claim-sql.ts';
import type { Db } from '../src/db/open.ts';
import { holdForReport, insertReport } from '../src/reports/repository.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertClaim, insertExpert, insertNeed, insertYear, NOW, TEAM } from './helpers/rows.ts';

const ROUNDS = [1, 2, 3, 4, 5, 6];

/** Over pools of two sizes, each of the two first in turn: the embedded database has one connection and can show no race. */
describe('An expert is reported as a no-show while the report of the service is filed', () => {
  let pools: Pools;

  beforeAll(async () => {
    pools = await openPools([1, 3]);
    await insertYear(pools.db);
  });

  afterAll(() => pools.close());

  const dbOf = (i: number) => pools.dbOf(i);

  test.each(ROUNDS)(
    'When both come at once, Then one wins and the other is refused (round %i)',
    async (round) => {
      const { db } = pools;
      const service = await insertService(db);
      const acts = [() => reportNoShow(dbOf(0), service), () => file(dbOf(1), service)];
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const done = await Promise.all(order.map((i) => acts[i]?.()));
      const [absent, filed] = [done[order.indexOf(0)], done[order.indexOf(1)]];
      const claim = await db
        .selectFrom('claim')
        .select(['state', 'reported'])
        .where('id', '=', service.claimId)
        .executeTakeFirstOrThrow();
      if (absent === undefined) {
        expect(filed).toBe('filed');
        expect(claim).toEqual({ state: 'confirmed', reported: true });
      } else {
        expect(filed).toBe('no_show');
        expect(claim).toEqual({ state: 'no_show_reported', reported: false });
      }
    },
  );
});

function reportNoShow(db: Db, { claimId: id }: Service) {
  const object = { objectKind: 'claim', objectId: id };
  return moveClaim(
    db,
    {
      ...{ id, from: 'confirmed', to: 'no_show_reported', reason: '没有来', unreported: true },
      ...{ movedAt: undefined, consentedAt: NOW },
    },
    {
      ...{ teamId: TEAM, act: 'report_no_show', actor: 'U0HOST', now: NOW, cause: randomUUID() },
      ...{ onBehalfOf: undefined, details: {} },
      ...object,
    },
    { asked: [], told: [], views: [], people: [], about: [] },
  );
}

function file(db: Db, { demandId, expertId }: Service) {
  return db.transaction().execute(async (trx) => {
    const held = await holdForReport(trx, { teamId: TEAM, year: 2013, demandId, expertIds: [expertId] });
    if (held !== 'held') return held;
    const content = {
      ...{ demandId, title: '诊断', actionLine: 'tech_sme', form: undefined, districts: ['binhai'] },
      ...{ serviceStart: '2013-11-20', serviceEnd: '2013-11-20', days: 1, place: '车间', files: [] },
      ...{ expertIds: [expertId], metrics: {}, summary: '已诊断', typicalStory: '', nextSteps: '', news: '' },
    };
    const kept = { teamId: TEAM, number: randomUUID(), year: 2013, author: 'U0ZJ0006', now: NOW };
    await insertReport(trx, { ...kept, recordedBy: undefined, content });
    return 'filed';
  });
}

/** A published need with the expert's confirmed claim. */
async function insertService(db: Db): Promise<Service> {
  const [demandId, expertId] = [await insertNeed(db, 1), await insertExpert(db)];
  const confirmed = { state: 'confirmed', consented_at: NOW, confirmed_at: NOW } as const;
  return { demandId, expertId, claimId: await insertClaim(db, { demandId, expertId, ...confirmed }) };
}

interface Service {
  demandId: string;
  expertId: string;
  claimId: string;
}
