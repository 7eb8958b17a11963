import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames, wordsOf } from '../i18n/words.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import type { Pair, PeoplePart } from '../people.ts';
import { listLiveCases } from './case-sql.ts';
import { personalInClaims } from './personal.ts';
import { marksOf, requestsOf } from './tell.ts';
import { listUnfinishedClaims } from './unfinished.ts';

const say = wordsOf({
  zh: {
    claims: '{n} 条认领',
    consents: '{n} 份单位同意',
    same_need: '两人都占着同一条需求的名额：{numbers}。请先撤回其中一条认领。',
    over_limit: '两人进行中的认领共 {used} 条，超过保留登记的上限 {limit} 条。请先修改上限，或撤回一部分。',
    other_employer:
      '两份登记的单位不同，而原单位给过一段时间的同意，或有认领由其派出。请先合并单位，或改为保留另一份登记。',
  },
  en: {
    claims: '{n} {n|claim|claims}',
    consents: '{n} {n|consent|consents} of the home unit',
    same_need: 'Both hold a slot of the same need: {numbers}. Have one of the claims withdrawn first.',
    over_limit:
      'Together they have {used} live claims, and the one to keep has a limit of {limit}. Change the limit or have some withdrawn first.',
    other_employer:
      'Their home units differ, and one of them consented for a term or has a claim of its own. Merge the units first, or keep the other registration.',
  },
});

interface Clashing {
  numbers: string[];
  used: number;
  limit: number;
  is_other_employer: boolean;
}

/** Two slots of one need, more live claims than the limit, or a consent for a term that another unit never gave. */
async function listClashes(
  db: Db,
  { teamId, kind, from, into, today }: Pair,
  locale: Locale,
): Promise<string[]> {
  if (kind === 'unit') return [];
  const { rows } = await sql<Clashing>`
    select array(
        select d.number from demand d where d.team_id = ${teamId} and (
          select count(distinct c.expert_id) from claim c where c.team_id = d.team_id and c.demand_id = d.id
            and c.expert_id in (${from}, ${into}) and c.ended_at is null) = 2
        order by d.number
      ) as numbers,
      (select count(*)::integer from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.expert_id in (${from}, ${into}) and c.live_no is not null
          and coalesce(d.service_end, 'infinity'::date) >= ${today}::date) as used,
      stays.max_active_claims as "limit",
      (exists (
          select 1 from consent k
          left join claim c on c.team_id = k.team_id and c.id = coalesce(k.claim_id, k.former_claim_id)
          where k.team_id = ${teamId} and k.expert_id = goes.id and k.kind = 'blanket' and k.until >= ${today}::date
            and case when c.employer_id is null then goes.employer_id <> stays.employer_id
              else ${isOther(sql`c.employer_id`)} end)
        or exists (
          select 1 from blanket b where b.team_id = ${teamId} and b.expert_id = goes.id and b.ended_at is null
            and b.until >= ${today}::date and ${isOther(sql`b.employer_id`)})
        or exists (
          select 1 from claim c where c.team_id = ${teamId} and c.expert_id = goes.id and c.ended_at is null
            and c.employer_id is not null and ${isOther(sql`c.employer_id`)})) as is_other_employer
    from expert goes join expert stays on stays.team_id = goes.team_id and stays.id = ${into}
    where goes.team_id = ${teamId} and goes.id = ${from}`.execute(db);
  const [row] = rows;
  if (!row) return [];
  const { numbers, used, limit } = row;
  return [
    ...(numbers.length > 0 ? [say(locale, 'same_need', { numbers: joinNames(numbers, locale) })] : []),
    ...(used > limit ? [say(locale, 'over_limit', { used, limit })] : []),
    ...(row.is_other_employer ? [say(locale, 'other_employer')] : []),
  ];
}

/** Beside a row `stays`: neither of whose employers this is. */
function isOther(employer: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${employer} <> stays.employer_id and ${employer} is distinct from stays.second_employer_id)`;
}

/** Of whoever goes, each live claim takes a number that is free with the one that stays; services that are over need none. */
async function prepare(trx: Trx, { teamId, kind, from, into, today }: Pair): Promise<void> {
  if (kind === 'unit') return;
  await sql`update claim set live_no = null from demand d
    where claim.team_id = ${teamId} and claim.expert_id in (${from}, ${into}) and claim.live_no is not null
      and d.team_id = claim.team_id and d.id = claim.demand_id and d.service_end < ${today}::date`.execute(
    trx,
  );
  // Out of the way first: a number may be free with the one that stays, and still another claim's of whoever goes.
  await sql`update claim set live_no = live_no + 1000
    where team_id = ${teamId} and expert_id = ${from} and live_no is not null`.execute(trx);
  await sql`with free as (
      select n, row_number() over (order by n) as place from generate_series(1, 500) n
      where not exists (
        select 1 from claim c where c.team_id = ${teamId} and c.expert_id = ${into} and c.live_no = n)
    ), live as (
      select id, row_number() over (order by live_no) as place from claim
      where team_id = ${teamId} and expert_id = ${from} and live_no is not null
    )
    update claim set live_no = free.n from live join free on free.place = live.place
    where claim.team_id = ${teamId} and claim.id = live.id`.execute(trx);
}

/** Whoever answers for the one that stays is asked what still waits, and every card and Home shows it. */
async function settle(trx: Trx, { teamId, kind, into }: Pair): Promise<void> {
  const of =
    kind === 'expert'
      ? sql`c.expert_id = ${into}`
      : sql`(d.host_unit_id = ${into} or exists (
          select 1 from expert e where e.team_id = c.team_id and e.id = c.expert_id
            and coalesce(c.employer_id, e.employer_id) = ${into}))`;
  const { rows } = await sql<{ id: string }>`
    select distinct d.id from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
    where c.team_id = ${teamId} and c.ended_at is null and ${of}
      and c.state in ('home_unit_pending', 'host_pending', 'expert_pending', 'confirmed') order by d.id`.execute(
    trx,
  );
  for (const { id } of rows)
    for (const one of await listLiveCases(trx, teamId, id)) {
      if (kind === 'expert' && one.expert.id !== into) continue;
      await enqueueView(
        trx,
        ...requestsOf(teamId, one, one.consent !== undefined || one.claim.state === 'confirmed'),
      );
      await markChanged(trx, { teamId, ...marksOf(one) });
    }
}

export const peopleInClaims: PeoplePart = {
  personal: personalInClaims,
  listUnfinished: listUnfinishedClaims,
  refers: [
    {
      to: ['expert'],
      table: 'claim',
      column: 'expert_id',
      say: (n, locale) => say(locale, 'claims', { n }),
    },
    {
      to: ['expert'],
      table: 'consent',
      column: 'expert_id',
      say: (n, locale) => say(locale, 'consents', { n }),
    },
    { to: ['unit'], table: 'claim', column: 'employer_id' },
    { to: ['account'], table: 'claim', column: 'assistant', stays: true },
    { to: ['account'], table: 'consent', column: 'given_by', stays: true },
    { to: ['unit'], table: 'blanket', column: 'employer_id' },
    { to: ['expert'], table: 'blanket', column: 'expert_id' },
    { to: ['account'], table: 'blanket', column: 'recorded_by', stays: true },
    { to: ['account'], table: 'blanket', column: 'ended_by', stays: true },
    { to: ['expert'], table: 'blocked_dates', column: 'expert_id' },
    { to: ['account'], table: 'blocked_dates', column: 'set_by', stays: true },
    { to: ['account'], table: 'blocked_dates', column: 'ended_by', stays: true },
  ],
  listClashes,
  prepare,
  settle,
};
