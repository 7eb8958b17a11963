import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { readPress } from '../src/claims/case-sql.ts';
import { claimSlot } from '../src/claims/claim-slot.ts';
import type { Db } from '../src/db/open.ts';
import { toJson } from '../src/db/values.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';

import type { Contest, Ground } from './contest.ts';

const TEAM = 'T0BENCH';
const NOW = Temporal.Instant.from('2013-10-31T02:00:00Z');

/** A workspace with experts who may claim without end, and needs with as many slots as wanted. */
export async function seed(
  db: Db,
  { experts, demands, slots }: { experts: number; demands: number; slots: number },
): Promise<void> {
  await sql`insert into programme_year (team_id, year, name, target_experts, opens_on, deadline, time_zone, channel_id,
      language, published_by, catalogue, created_by, created_at)
    values (${TEAM}, 2013, 'bench', 300, '2013-01-01', '2013-12-31', 'Asia/Shanghai', 'C0', 'zh', 'district',
      ${toJson(CATALOGUE)}, 'U0', ${NOW})`.execute(db);
  await sql`insert into organisation (team_id, id, kind, name, name_key, created_at)
    values (${TEAM}, 'home', 'home_unit', 'home', 'home', ${NOW}), (${TEAM}, 'host', 'host_unit', 'host', 'host', ${NOW})`.execute(
    db,
  );
  await sql`insert into expert (team_id, id, user_id, name, employer_id, system, title, field, max_active_claims, state, verified_at, registered_at)
    select ${TEAM}, 'e' || n, 'U' || n, 'expert ' || n, 'home', 'education', 'professor', 'ict', 20, 'verified', ${NOW}, ${NOW}
    from generate_series(1, ${experts}::int) n`.execute(db);
  await sql`insert into demand (team_id, id, number, year, state, host_unit_id, poster, district, districts, unit_name,
      action_line, title, expert_slots, time_text, submitted_at, published_at, changed_at)
    select ${TEAM}, 'd' || n, 'XQ-2013-' || n, 2013, 'published', 'host', 'U0', 'binhai', array['binhai'], 'unit',
      'tech_sme', 'need ' || n, ${slots}, '长期', ${NOW}, ${NOW}, ${NOW}
    from generate_series(1, ${demands}::int) n`.execute(db);
  await sql`insert into slot (team_id, demand_id, no)
    select ${TEAM}, 'd' || n, s from generate_series(1, ${demands}::int) n, generate_series(1, ${slots}::int) s`.execute(
    db,
  );
}

/** The product's act, as a click does it: slot, claim, audit row and outgoing rows in one transaction. */
export async function claimAsProduct(db: Db, expertId: string, demandId: string): Promise<boolean> {
  const userId = `U${expertId.slice(1)}`;
  const { programme, demand, ...press } = await readPress(db, { teamId: TEAM, userId }, demandId);
  if (!programme || !demand) throw new Error('the bench is not seeded');
  const outcome = await claimSlot(db, {
    ...press,
    programme,
    demand,
    userId,
    now: NOW,
    cause: randomUUID(),
  });
  return outcome.kind === 'claimed';
}

/** The yardstick: the usual transaction with FOR UPDATE on the need and a count, with an audit row, in five statements. */
async function claimAsUsual(db: Db, expertId: string, demandId: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ expert_slots: number }>`
      select expert_slots from demand where team_id = ${TEAM} and id = ${demandId} for update`.execute(trx);
    const taken = await sql<{ n: number }>`
      select count(*)::int as n from claim where team_id = ${TEAM} and demand_id = ${demandId} and ended_at is null`.execute(
      trx,
    );
    if ((taken.rows[0]?.n ?? 0) >= (rows[0]?.expert_slots ?? 0)) return false;
    const id = randomUUID();
    await sql`insert into claim (team_id, id, number, demand_id, year, expert_id, slot_no, state, claimed_at)
      values (${TEAM}, ${id}, ${id}, ${demandId}, 2013, ${expertId}, 1, 'home_unit_pending', ${NOW})`.execute(
      trx,
    );
    await sql`insert into audit (team_id, act, actor, object_kind, object_id, at)
      values (${TEAM}, 'claim_slot', 'U0', 'claim', ${id}, ${NOW})`.execute(trx);
    return true;
  });
}

/** Claims per second with so many clicks under way at once: click n is by expert n, on one need or on need n. */
async function measure(
  claim: typeof claimAsProduct,
  db: Db,
  { clicks, atOnce, hot }: { clicks: number; atOnce: number; hot: boolean },
): Promise<number> {
  let next = 0;
  let won = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < clicks) {
        next += 1;
        const n = next;
        if (await claim(db, `e${n}`, hot ? 'd1' : `d${n}`)) won += 1;
      }
    }),
  );
  if (won !== clicks) throw new Error(`${won} of ${clicks} claims succeeded`);
  return clicks / ((performance.now() - started) / 1000);
}

const CLICKS = 400;

function claiming(name: string, atOnce: number, hot: boolean): Contest {
  const run =
    (claim: typeof claimAsProduct) =>
    async ({ db }: Ground) => {
      await seed(db, { experts: CLICKS, demands: hot ? 1 : CLICKS, slots: hot ? CLICKS : 2 });
      return measure(claim, db, { clicks: CLICKS, atOnce, hot });
    };
  return {
    name,
    unit: 'claims/s',
    yardstick: 'the usual FOR UPDATE transaction',
    ours: run(claimAsProduct),
    usual: run(claimAsUsual),
  };
}

/** The act alone, without HTTP. */
export const CLAIMING: readonly Contest[] = [
  claiming('claim, 400 needs, 1 click at a time', 1, false),
  claiming('claim, 400 needs, 8 clicks at once', 8, false),
  claiming('claim, one need with 400 slots, 8 clicks at once', 8, true),
];
