/** Two processes, 200 acts, a `kill -9` after every tenth: what was acknowledged and is lost, what was said twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../src/db/open.ts';
import type { Ground } from './contest.ts';
import { seedLivedIn } from './lived-in.ts';
import { type Server, startProduct } from './server.ts';
import { createDoor, startSlack, TEAM } from './slack.ts';

const ACTS = 200;
const KILL_EVERY = 10;
const SILENCE_MS = 60_000;

export interface Killed {
  acknowledged: number;
  lost: number;
  doubled: number;
  /** Until nothing is under way any more, from the last start. */
  secondsUntilOut: number;
  unknown: number;
}

type Act = { userId: string; actionId: string; value: string };

/** Publications, claims, and the home unit's and the host's yes to each, in an order in which they can be done. */
async function nextAct(db: Db, n: number): Promise<Act> {
  const turn = n % 4;
  if (turn === 0) {
    const { rows } = await sql<{ id: string; unit: string }>`
      select c.id, e.employer_id as unit from claim c join expert e on e.team_id = c.team_id and e.id = c.expert_id
      where c.team_id = ${TEAM} and c.state = 'home_unit_pending' order by c.number limit 1`.execute(db);
    const one = rows[0];
    if (one) return { userId: `UO${one.unit.slice(4)}`, actionId: 'give_consent', value: one.id };
  }
  if (turn === 1) {
    const { rows } = await sql<{ id: string; contact: string }>`
      select c.id, d.contact_user as contact from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
      where c.team_id = ${TEAM} and c.state = 'host_pending' order by c.number limit 1`.execute(db);
    const one = rows[0];
    if (one) return { userId: one.contact, actionId: 'accept_expert', value: one.id };
  }
  if (turn === 2) return { userId: 'UC1', actionId: 'publish_demand', value: `d${ACTS + n}` };
  return { userId: `U${n}`, actionId: 'claim_slot', value: `d${n}` };
}

export async function killAmongActs({ db, url }: Ground): Promise<Killed> {
  await seedLivedIn(db, { experts: ACTS, demands: 2 * ACTS, slots: 2 });
  await sql`update demand set state = 'submitted', published_at = null
    where team_id = ${TEAM} and substr(id, 2)::int > ${ACTS}`.execute(db);
  await sql`delete from slot s using demand d
    where d.team_id = ${TEAM} and d.state = 'submitted' and s.team_id = d.team_id and s.demand_id = d.id`.execute(
    db,
  );
  await sql`delete from outgoing o using demand d
    where d.team_id = ${TEAM} and d.state = 'submitted' and o.team_id = d.team_id and o.key = 'demand_card:' || d.id`.execute(
    db,
  );
  const slack = await startSlack();
  const servers = [
    await startProduct({ databaseUrl: url }, slack.apiUrl),
    await startProduct({ databaseUrl: url }, slack.apiUrl),
  ];
  const acknowledged: string[] = [];
  let restarted = performance.now();
  for (let n = 1; n <= ACTS; n += 1) {
    const at = n % 2;
    const server = servers[at] as Server;
    const act = await nextAct(db, n);
    const door = createDoor(server.url, 1);
    const pressed = door.press({ ...act, no: n }).then(
      () => acknowledged.push(`${n}.1.${act.userId}`),
      () => undefined,
    );
    if (n % KILL_EVERY === 0) {
      // Somewhere between the press and some time after its answer.
      await pause((n * 7) % 60);
      await server.kill();
      await pressed;
      servers[at] = await startProduct({ databaseUrl: url }, slack.apiUrl);
      restarted = performance.now();
    } else await pressed;
    door.close();
  }
  const secondsUntilOut = ((await untilOut(db)) - restarted) / 1000;
  const { rows } = await sql<{
    cause: string;
  }>`select cause from audit where team_id = ${TEAM} and cause is not null`.execute(db);
  const done = new Set(rows.map(({ cause }) => cause));
  const { rows: states } = await sql<{ n: number }>`
    select count(*)::int as n from outgoing where team_id = ${TEAM} and state = 'unknown'`.execute(db);
  for (const server of servers) await server.stop();
  const posts = Map.groupBy(slack.posts, (post) => post);
  await slack.close();
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((cause) => !done.has(cause)).length,
    doubled: [...posts.values()].filter(({ length }) => length > 1).length,
    secondsUntilOut,
    unknown: states[0]?.n ?? 0,
  };
}

/** Nothing is left in the hands of a process that was killed; the two that live have beaten last. */
async function untilOut(db: Db): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < SILENCE_MS) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from outgoing
      where team_id = ${TEAM} and state in ('leased', 'sending') and leased_by not in (
        select id from sending_process where team_id = ${TEAM} order by beat desc limit 2)`.execute(db);
    if (rows[0]?.n === 0) return performance.now();
    await sql`select pg_sleep(0.1)`.execute(db);
  }
  return Number.POSITIVE_INFINITY;
}
