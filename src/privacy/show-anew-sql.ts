import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { SHOW_AGAIN } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import type { Person } from '../people.ts';

/**
 * Marks what stands in others' messages and names the person: cards and the notes below them, requests, notices, Homes,
 * reminders, which are edited when their turn comes. Returns how many messages it were.
 */
export async function showAnew(trx: Trx, { teamId, accounts, expertIds }: Person): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select unnest(${[...expertIds]}::text[]) as id
    union select c.id from claim c where c.team_id = ${teamId} and c.expert_id = any(${[...expertIds]}::text[])
    union select c.demand_id from claim c where c.team_id = ${teamId} and c.expert_id = any(${[...expertIds]}::text[])
    union select re.report_id from report_expert re
      where re.team_id = ${teamId} and re.expert_id = any(${[...expertIds]}::text[])
    union select r.id from report r where r.team_id = ${teamId} and r.author = any(${[...accounts]}::text[])
    union select d.id from demand d where d.team_id = ${teamId}
      and (d.contact_user = any(${[...accounts]}::text[]) or d.poster = any(${[...accounts]}::text[]))`.execute(
    trx,
  );
  const about = rows.map(({ id }) => id);
  const { rows: shown } = await sql<{ key: string; target: string; shape: 'view' | 'notice' }>`
    select o.key, o.target, o.shape from outgoing o
    where o.team_id = ${teamId} and o.kind <> 'home' and (o.shape = 'view' or o.state = 'sent' and o.ts is not null)
      and not o.target = any(${[...accounts]}::text[])
      and exists (select 1 from jsonb_each_text(o.ref) one where one.value = any(${about}::text[]))
    order by o.key`.execute(trx);
  const keysOf = (shape: 'view' | 'notice') =>
    shown.filter((one) => one.shape === shape).map(({ key }) => key);
  const [views, notices] = [keysOf('view'), keysOf('notice')];
  // Nothing but this edits a notice: it says the same of whoever it is now.
  if (notices.length > 0)
    await trx
      .updateTable('outgoing')
      .set(SHOW_AGAIN)
      .where('team_id', '=', teamId)
      .where('key', 'in', notices)
      .execute();
  const people = [...new Set(shown.map(({ target }) => target))];
  await markChanged(trx, { teamId, views, people, about });
  return shown.length;
}
