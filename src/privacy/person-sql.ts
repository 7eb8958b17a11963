import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Person } from '../people.ts';
import { patternOf } from './pattern.ts';

/** Somebody by their account, or by their registration. */
export type Asked = { account: string } | { expertId: string };

interface Row {
  ids: string[];
  account: string | null;
  names: string[];
  phones: string[];
}

/**
 * Wherever somebody stands, and by which words: undefined where nothing is kept of them, or nothing any more. A name or a
 * number that is another's as well, or a unit's, is none of theirs alone: among others' words it stays.
 */
export async function findPerson(db: Db, teamId: string, asked: Asked): Promise<Person | undefined> {
  const [account, expertId] = 'account' in asked ? [asked.account, null] : [null, asked.expertId];
  const { rows } = await sql<Row>`
    with one as (
      select coalesce(e.merged_into, e.id) as id from expert e
      where e.team_id = ${teamId} and (e.id = ${expertId} or e.user_id = ${account}) and e.erased_at is null
    ), mine as (
      select e.id, e.user_id, e.name, e.phone from expert e join one on one.id in (e.id, e.merged_into)
      where e.team_id = ${teamId}
    ), accounts as (
      select ${account}::text as id where ${account}::text is not null
      union select user_id from mine where user_id is not null
    ), said as (
      select name, phone from mine
      union all select u.name, '' from slack_user u join accounts a on a.id = u.user_id where u.team_id = ${teamId}
      union all select d.contact_name, d.contact_phone from demand d join accounts a on a.id = d.contact_user
        where d.team_id = ${teamId}
    )
    select array(select id from mine order by id) as ids, (select min(id) from accounts) as account,
      array(select distinct s.name from said s where length(s.name) > 1
        and not exists (select 1 from expert e where e.team_id = ${teamId} and e.name = s.name and e.id not in (select id from mine))
        and not exists (select 1 from slack_user u where u.team_id = ${teamId} and u.name = s.name
          and u.user_id not in (select id from accounts))
        and not exists (select 1 from organisation o where o.team_id = ${teamId} and o.name = s.name)) as names,
      array(select distinct s.phone from said s where length(s.phone) > 4
        and not exists (select 1 from expert e where e.team_id = ${teamId} and e.phone = s.phone
          and e.id not in (select id from mine))) as phones`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const accounts = row.account === null ? [] : [row.account];
  if (accounts.length + row.ids.length === 0) return undefined;
  const pattern = patternOf([...accounts, ...row.names, ...row.phones]);
  return { teamId, accounts, expertIds: row.ids, pattern };
}

/** Nobody else claims, is seated, registers or is erased as this person until the transaction ends. */
export async function holdPerson(trx: Trx, { teamId, accounts, expertIds }: Person): Promise<void> {
  await sql`select 1 from expert where team_id = ${teamId} and id = any(${[...expertIds]}::text[])
    order by id for update`.execute(trx);
  await sql`select 1 from slack_user where team_id = ${teamId} and user_id = any(${[...accounts]}::text[])
    order by user_id for update`.execute(trx);
}
