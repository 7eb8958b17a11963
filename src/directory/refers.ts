import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames, wordsOf } from '../i18n/words.ts';
import type { Pair, PeoplePart } from '../people.ts';
import { personalInDirectory } from './personal.ts';
import { findExpert } from './repository.ts';
import { listUnfinishedRoles } from './unfinished.ts';

const say = wordsOf({
  zh: {
    roles: '{n} 个联络员角色',
    contacts: '{n} 家单位的联系人',
    experts_of_user: '{n} 位专家的单位同意人',
    experts_of_unit: '{n} 位专家',
    both_accounts:
      '两份登记都有各自的 Slack 账号。请先确认是否为同一人；确是同一人的，由本人停用其中一个账号的登记后再合并。',
    assists: '{n} 位专家的助手',
    assists_self: '合并后，账号会成为本人的助手。请先更换或取消这位专家的助手。',
    both_employers: '{experts} 的两个工作单位正是这两家。请先修改登记，只留一家。',
    consents_for_self: '合并后，账号会成为本单位同意人本人的账号。请先更换这位专家的单位同意人。',
    recorded_self: '保留的登记是由这个账号代为登记的。请改为保留另一份登记。',
    keep_verified: '{name}（{employer}）尚未核实，而另一份已核实。请反过来合并，或先核实。',
  },
  en: {
    roles: '{n} {n|role|roles} as coordinator',
    contacts: 'contact of {n} {n|unit|units}',
    experts_of_user: 'who consents for {n} {n|expert|experts}',
    experts_of_unit: '{n} {n|expert|experts}',
    both_accounts:
      'Both have a Slack account of their own. If they are one person all the same, have one of the accounts given up first.',
    assists: 'assistant of {n} {n|expert|experts}',
    assists_self: 'The account would be its own assistant. Change or end this expert’s assistant first.',
    both_employers: 'Both units employ {experts}. Have the registration changed to one of them first.',
    consents_for_self:
      'The account would consent for itself. Name somebody else as who consents for this expert first.',
    recorded_self: 'The one to keep was recorded by this very account. Keep the other one instead.',
    keep_verified:
      '{name} ({employer}) is not verified yet, and the other one is. Merge the other way round, or verify first.',
  },
});

/** An account is one expert's; whoever consents or recorded is somebody else; and nobody loses a verification. */
async function listClashes(db: Db, { teamId, kind, from, into }: Pair, locale: Locale): Promise<string[]> {
  if (kind === 'unit') return listEmployedByBoth(db, { teamId, from, into }, locale);
  const [goes, stays] = [await findExpert(db, teamId, from), await findExpert(db, teamId, into)];
  if (!goes || !stays) return [];
  const account = goes.userId;
  const { name, employer } = stays;
  return [
    ...(account && stays.userId ? [say(locale, 'both_accounts')] : []),
    ...(account && [stays.homeUnitUser, stays.secondHomeUnitUser].includes(account)
      ? [say(locale, 'consents_for_self')]
      : []),
    ...(account && stays.assistantUser === account ? [say(locale, 'assists_self')] : []),
    ...(account && stays.recordedBy === account ? [say(locale, 'recorded_self')] : []),
    ...(goes.state === 'verified' && stays.state !== 'verified'
      ? [say(locale, 'keep_verified', { name, employer })]
      : []),
  ];
}

/** Nobody has one employer twice. */
async function listEmployedByBoth(
  db: Db,
  { teamId, from, into }: Pick<Pair, 'teamId' | 'from' | 'into'>,
  locale: Locale,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select e.name from expert e where e.team_id = ${teamId} and e.merged_into is null
      and e.employer_id in (${from}, ${into}) and e.second_employer_id in (${from}, ${into})
    order by e.name, e.id`.execute(db);
  const experts = joinNames(
    rows.map(({ name }) => name),
    locale,
  );
  return rows.length > 0 ? [say(locale, 'both_employers', { experts })] : [];
}

/** Where the one that stays stands somewhere below the one that goes, it takes that one's place among the others. */
async function outOfTheCircle(trx: Trx, { teamId, kind, from, into }: Pair): Promise<void> {
  if (kind !== 'unit') return;
  await sql`with recursive above (id, parent_id) as (
      select id, parent_id from organisation where team_id = ${teamId} and id = ${into}
      union
      select o.id, o.parent_id from organisation o join above on o.id = above.parent_id where o.team_id = ${teamId}
    )
    update organisation u set parent_id = goes.parent_id from organisation goes
    where u.team_id = ${teamId} and u.id = ${into} and goes.team_id = ${teamId} and goes.id = ${from}
      and exists (select 1 from above where above.parent_id = ${from})`.execute(trx);
}

export const peopleInDirectory: PeoplePart = {
  personal: personalInDirectory,
  listUnfinished: listUnfinishedRoles,
  refers: [
    {
      to: ['account'],
      table: 'role_grant',
      column: 'user_id',
      row: ['role', 'scope'],
      once: true,
      place: sql`role || ':' || scope`,
      say: (n, locale) => say(locale, 'roles', { n }),
    },
    { to: ['account'], table: 'role_grant', column: 'granted_by', stays: true },
    {
      to: ['unit'],
      table: 'organisation_contact',
      column: 'organisation_id',
      row: ['user_id'],
      once: true,
    },
    {
      to: ['account'],
      table: 'organisation_contact',
      column: 'user_id',
      row: ['organisation_id'],
      once: true,
      place: sql`(
        select case when o.kind = 'host_unit' then 'district:' || o.district else coalesce('system:' || o.system, 'bureau:') end
        from organisation o where o.team_id = organisation_contact.team_id
          and o.id = organisation_contact.organisation_id)`,
      say: (n, locale) => say(locale, 'contacts', { n }),
    },
    {
      to: ['account'],
      table: 'organisation_contact',
      column: 'added_by',
      row: ['organisation_id', 'user_id'],
      stays: true,
    },
    {
      to: ['account'],
      table: 'expert',
      column: 'home_unit_user',
      // Nobody consents for themselves, nor for whom they assist.
      follows: ({ into }) =>
        sql`user_id is distinct from ${into} and assistant_user is distinct from ${into}`,
      place: sql`'system:' || system`,
      say: (n, locale) => say(locale, 'experts_of_user', { n }),
    },
    {
      to: ['account'],
      table: 'expert',
      column: 'second_home_unit_user',
      follows: ({ into }) =>
        sql`user_id is distinct from ${into} and assistant_user is distinct from ${into}`,
    },
    {
      to: ['account'],
      table: 'expert',
      column: 'assistant_user',
      // Nobody assists themselves, nor assists for whom they consent.
      follows: ({ into }) => sql`user_id is distinct from ${into} and home_unit_user is distinct from ${into}
        and second_home_unit_user is distinct from ${into}`,
      place: sql`'system:' || system`,
      say: (n, locale) => say(locale, 'assists', { n }),
    },
    { to: ['unit'], table: 'expert', column: 'second_employer_id' },
    {
      to: ['unit'],
      table: 'expert',
      column: 'employer_id',
      follows: () => sql`merged_into is null`,
      say: (n, locale) => say(locale, 'experts_of_unit', { n }),
    },
    // Whoever was merged before keeps nothing of their own, so that all lead to the one that stays.
    { to: ['unit'], table: 'expert', column: 'employer_id', follows: () => sql`merged_into is not null` },
    {
      to: ['unit'],
      table: 'organisation_name',
      column: 'organisation_id',
      row: ['kind', 'district', 'name_key'],
    },
    { to: ['unit'], table: 'organisation', column: 'parent_id', follows: ({ into }) => sql`id <> ${into}` },
    { to: ['expert'], table: 'expert', column: 'merged_into' },
    { to: ['unit'], table: 'organisation', column: 'merged_into' },
    { to: ['account'], table: 'expert', column: 'user_id', stays: true },
    { to: ['account'], table: 'expert', column: 'verified_by', stays: true },
    { to: ['account'], table: 'expert', column: 'recorded_by', stays: true },
    {
      to: ['account'],
      table: 'absence',
      column: 'deputy',
      row: ['user_id'],
      follows: ({ into }) => sql`user_id <> ${into}`,
    },
    { to: ['account'], table: 'absence', column: 'user_id', row: ['from_at'], stays: true },
    { to: ['account'], table: 'slack_user', column: 'user_id', row: ['name'], stays: true },
  ],
  listClashes,
  prepare: outOfTheCircle,
};
