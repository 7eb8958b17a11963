import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../src/db/open.ts';
import { toJson } from '../src/db/values.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { DISTRICTS } from '../src/programme/places.ts';
import { UNITS } from '../src/summaries/summary.ts';

/** A year of a workspace that is as many times as large as a city; the current one has something in every state. */
export interface Year {
  teamId: string;
  year: number;
  size: number;
  isCurrent: boolean;
  now: Temporal.Instant;
}

type Sql = RawBuilder<unknown>;

/** One of the list, in turn. */
export function among(list: readonly string[], n: Sql): Sql {
  return sql`(${[...list]}::text[])[1 + (${n}) % ${list.length}::integer]`;
}

/** The numbers from 1 on, called `n`. */
export function upTo(count: number): Sql {
  return sql`generate_series(1, ${count}::integer) n`;
}

const DISTRICT = DISTRICTS.map(({ slug }) => slug);
const FIELDS = ['ict', 'crops', 'medicine'];

/** What the n-th thing of a year is called, and when it was. */
function namesOf({ year }: Year) {
  const n = sql`n`;
  const day = sql`(${`${year}-01-10`}::date + n % 280)`;
  return {
    n,
    day,
    at: sql`((${day} + time '02:00') at time zone 'UTC')`,
    id: (kind: string) => sql`(${`${kind}${year}-`}::text || n)`,
    number: (kind: string) => sql`(${`${kind}-${year}-`}::text || n)`,
  };
}

/** Everything of one year, need n of it being what its number says, whatever the size. */
export async function seedYear(db: Db, year: Year): Promise<void> {
  await seedProgramme(db, year);
  await seedNeeds(db, year);
  await seedClaims(db, year);
  await seedReports(db, year);
  await seedSummaries(db, year);
  await seedRounds(db, year);
  await seedMemory(db, year);
}

async function seedProgramme(db: Db, { teamId, year, isCurrent, now }: Year): Promise<void> {
  await sql`insert into programme_year (team_id, year, name, target_experts, opens_on, deadline, time_zone, channel_id,
      language, published_by, catalogue, current, state, frozen, created_by, created_at)
    values (${teamId}, ${year}, 'Experts serve', 300, ${`${year}-01-01`}::date, ${`${year}-12-31T15:59:59Z`}::timestamptz,
      'Asia/Shanghai', 'C0', 'zh', 'district', ${toJson(CATALOGUE)}, ${isCurrent}, ${isCurrent ? 'open' : 'closed'},
      ${isCurrent ? null : '{}'}::jsonb, 'UB1', ${now})`.execute(db);
  await sql`insert into counter (team_id, year, kind, last)
    select ${teamId}, ${year}::integer, unnest(array['XQ', 'RL', 'BG']), 100000`.execute(db);
}

/** Of fifty needs of the current year eight are open, three wait for somebody; of any year two came to nothing. */
async function seedNeeds(db: Db, one: Year): Promise<void> {
  const { teamId, year, size, isCurrent, now } = one;
  const { n, day, at, id, number } = namesOf(one);
  const lines = CATALOGUE.action_lines.map((line) => line.id);
  const host = sql`(1 + n % ${100 * size}::integer)`;
  const today = sql`${now.toString().slice(0, 10)}::date`;
  await sql`insert into demand (team_id, id, number, year, state, host_unit_id, poster, contact_user, district, districts,
      unit_name, action_line, field, need_types, title, description, expert_slots, time_text, service_start, service_end,
      submitted_at, published_at, changed_at)
    select ${teamId}, ${id('d')}, ${number('XQ')}, ${year}::integer, state, 'host' || ${host}, 'UH' || ${host},
      'UH' || ${host}, ${among(DISTRICT, n)},
      case when n % 10 = 0 then array[${among(DISTRICT, n)}, ${among(DISTRICT, sql`n + 1`)}] else array[${among(DISTRICT, n)}] end,
      'Village ' || ${host}, ${among(lines, n)}, ${among(FIELDS, n)}, array['training'], 'Need ' || n,
      repeat('what is asked for ', 5), 2, 'in winter', case when is_open then ${today} + 2 + n % 40 else ${day} end,
      case when is_open then ${today} + 3 + n % 40 else ${day} + 1 end,
      ${at}, case when state in ('published', 'cancelled') then ${at} end, ${at}
    from ${upTo(500 * size)} cross join lateral (
      select ${isCurrent}::boolean and n % 50 < 8 as is_open,
        case n % 50 when 10 then 'rejected' when 11 then 'cancelled' else
          case when ${isCurrent}::boolean and n % 50 in (8, 9) then 'submitted'
            when ${isCurrent}::boolean and n % 50 = 12 then 'returned' else 'published' end end as state
    ) what`.execute(db);
  await sql`analyze demand`.execute(db);
}

/** Half of the open needs have no claim, the others one that waits or lies ahead; most of the rest were served by two. */
async function seedClaims(db: Db, one: Year): Promise<void> {
  const { teamId, year, size, isCurrent, now } = one;
  const { at, id, number } = namesOf(one);
  const open = ['', '', '', '', 'home_unit_pending', 'home_unit_pending', 'host_pending', 'confirmed'];
  await sql`insert into claim (team_id, id, number, demand_id, year, expert_id, slot_no, state, claimed_at, consented_at,
      confirmed_at, ended_at)
    select ${teamId}, ${id('c')} || '-' || no, ${number('RL')} || '-' || no, d.id, d.year,
      'e' || (1 + (n * 7 + no * 101) % ${300 * size}::integer), no, what.state, what.at,
      case when what.state in ('host_pending', 'confirmed') then what.at + interval '1 hour' end,
      case when what.state = 'confirmed' then what.at + interval '2 hours' end,
      case when what.state = 'withdrawn' then what.at + interval '3 hours' end
    from ${upTo(500 * size)} cross join generate_series(1, 2) no
    join demand d on d.team_id = ${teamId} and d.id = ${id('d')} and d.state = 'published'
    cross join lateral (select ${isCurrent}::boolean and n % 50 < 8 as is_open) how
    cross join lateral (select
      case when is_open then nullif((${open}::text[])[1 + n % 50], '')
        when n % 20 = 0 then 'withdrawn' else 'confirmed' end as state,
      case when is_open then ${now}::timestamptz - make_interval(days => n % 6) else ${at} end as at) what
    where what.state is not null and (no = 1 or n % 50 < 40 and not is_open)`.execute(db);
  await sql`analyze claim`.execute(db);
  await sql`insert into slot (team_id, demand_id, no, expert_id, claim_id)
    select d.team_id, d.id, no, c.expert_id, c.id
    from demand d cross join generate_series(1, 2) no
    left join claim c on c.team_id = d.team_id and c.demand_id = d.id and c.slot_no = no and c.ended_at is null
    where d.team_id = ${teamId} and d.year = ${year} and d.state = 'published'`.execute(db);
  await sql`insert into consent (team_id, id, expert_id, claim_id, kind, date, until, given_by, on_behalf, recorded_at)
    select c.team_id, 'k' || c.id, c.expert_id, c.id, kind, c.claimed_at::date,
      case when kind = 'blanket' then ${`${year}-12-31`}::date end, 'UO1', false, c.consented_at
    from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
    cross join lateral (select case when c.id like '%7-1' then 'blanket' else 'online' end as kind) how
    where c.team_id = ${teamId} and d.year = ${year} and c.consented_at is not null`.execute(db);
}

/** On each service that is over, but for a few that still owe theirs; and two hundred that no need asked for. */
async function seedReports(db: Db, one: Year): Promise<void> {
  const { teamId, year, size, isCurrent } = one;
  const { n, day, at, id, number } = namesOf(one);
  const metrics = CATALOGUE.metrics.slice(0, 8).map(({ key }) => key);
  const figures = sql`(select jsonb_object_agg(key, (n * 7 + place) % 90 + 1)
    from unnest(${metrics}::text[]) with ordinality metric (key, place))`;
  const report = (source: Sql, kind: string, what: Sql) =>
    sql`insert into report (team_id, id, number, year, demand_id, state, author, title, action_line, districts,
      service_start, service_end, days, place, metrics, summary, typical_story, host_confirmed_by, host_confirmed_at,
      accepted_by, accepted_at, submitted_at, changed_at)
    select ${teamId}, ${id(kind)}, ${number('BG')} || ${kind}, ${year}::integer, ${what}, how.state, 'UE' || (1 + n % ${300 * size}::integer),
      'Service ' || n, ${among(
        CATALOGUE.action_lines.map((line) => line.id),
        n,
      )},
      case when n % 10 = 0 then array[${among(DISTRICT, n)}, ${among(DISTRICT, sql`n + 1`)}] else array[${among(DISTRICT, n)}] end,
      ${day}, ${day} + 1, 1, 'Village ' || n, ${figures}, repeat('what was done ', 10),
      case when n % 10 = 0 then 'A deed to tell of' else '' end,
      case when how.state in ('accepted', 'host_confirmed') then 'UH1' end,
      case when how.state in ('accepted', 'host_confirmed') then ${at} + interval '3 days' end,
      case when how.state = 'accepted' then 'UD1' end,
      case when how.state = 'accepted' then ${at} + interval '4 days' end, ${at} + interval '2 days', ${at} + interval '4 days'
    from ${source} cross join lateral (
      select case when not ${isCurrent}::boolean then case when n % 100 = 16 then 'returned' else 'accepted' end
        else coalesce((array['submitted', 'host_confirmed', 'returned', 'objected'])[n % 50 - 13], 'accepted') end as state
    ) how`.execute(db);
  const served = sql`${upTo(500 * size)} join demand d on d.team_id = ${teamId} and d.id = ${id('d')}
    and d.state = 'published' and n % 20 <> 0 and n % 50 <> 13 and not (${isCurrent}::boolean and n % 50 < 8)`;
  await report(served, 'r', sql`d.id`);
  await report(upTo(200 * size), 'x', sql`null`);
  await sql`insert into report_expert (team_id, report_id, year, expert_id)
    select r.team_id, r.id, r.year, c.expert_id from report r
    join claim c on c.team_id = r.team_id and c.demand_id = r.demand_id and c.state = 'confirmed'
    where r.team_id = ${teamId} and r.year = ${year}
    union all select ${teamId}, ${id('x')}, ${year}, 'e' || (1 + n * 3 % ${300 * size}::integer) from ${upTo(200 * size)}`.execute(
    db,
  );
  await sql`update claim set reported = true from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    where r.team_id = ${teamId} and r.year = ${year} and claim.team_id = r.team_id and claim.demand_id = r.demand_id
      and claim.expert_id = re.expert_id`.execute(db);
}

/** Half of this year's are handed in; those of the others are accepted. */
async function seedSummaries(db: Db, { teamId, year, isCurrent, now }: Year): Promise<void> {
  const kinds = UNITS.map(({ kind }) => kind);
  const slugs = UNITS.map(({ slug }) => slug);
  await sql`insert into yearly_summary (team_id, id, year, unit_kind, unit)
    select ${teamId}, 's' || ${year}::integer || '-' || place, ${year}::integer, kind, unit
    from unnest(${kinds}::text[], ${slugs}::text[]) with ordinality owing (kind, unit, place)`.execute(db);
  await sql`insert into yearly_summary_version (team_id, summary_id, version, figures, narrative, nil, submitted_by,
      on_behalf, submitted_at, outcome, decided_by, decided_at)
    select ${teamId}, 's' || ${year}::integer || '-' || n, 1, '{"reports":1,"experts":1,"personTimes":1,"metrics":{}}',
      'What we did', false, 'UD1', false, ${now}, case when n % 4 = 0 or not ${isCurrent}::boolean then 'accepted' end,
      case when n % 4 = 0 or not ${isCurrent}::boolean then 'UB1' end,
      case when n % 4 = 0 or not ${isCurrent}::boolean then ${now}::timestamptz end
    from ${upTo(UNITS.length)} where n % 2 = 0 or not ${isCurrent}::boolean`.execute(db);
}

/** Forty a year for each city; of the current ones some still go on, for needs without a claim. */
async function seedRounds(db: Db, one: Year): Promise<void> {
  const { teamId, size, isCurrent, now } = one;
  const { at, id } = namesOf(one);
  const isLive = sql`(${isCurrent}::boolean and n % 50 = 3)`;
  await sql`insert into ask_round (team_id, id, demand_id, wave_size, waves, next_wave_at, ended_because, ended_at,
      started_by, started_at)
    select ${teamId}, ${id('w')}, ${id('d')}, 5, 1, case when ${isLive} then ${now}::timestamptz + interval '2 days' end,
      case when not ${isLive} then 'filled' end, case when not ${isLive} then ${at} end, 'UB1', ${at}
    from ${upTo(500 * size)} where n % 50 in (3, 21, 22, 23)`.execute(db);
  await sql`insert into invitation (team_id, round_id, demand_id, expert_id, wave, invited_at, answer, answered_at)
    select ${teamId}, ${id('w')}, ${id('d')}, 'e' || (1 + (n * 5 + k) % ${300 * size}::integer), 1, ${at},
      case when k % 2 = 0 then 'no' end, case when k % 2 = 0 then ${at} end
    from ${upTo(500 * size)} cross join generate_series(1, 5) k where n % 50 in (3, 21, 22, 23)`.execute(db);
}

/** What a year leaves in the ledgers: acts, messages, reminders, digests, drafts. */
async function seedMemory(db: Db, one: Year): Promise<void> {
  const { teamId, year, size, isCurrent, now } = one;
  const { at, id } = namesOf(one);
  const act = (kind: string, count: number, acts: readonly string[], suffix = sql`''`) =>
    sql`insert into audit (team_id, act, actor, object_kind, object_id, at, cause)
      select ${teamId}, act, 'UB1', ${kind}, ${id(kind[0] ?? '')} || ${suffix}, ${at}, act || ':' || ${id(kind[0] ?? '')}
      from ${upTo(count)} cross join unnest(${[...acts]}::text[]) act`.execute(db);
  await act('demand', 500 * size, ['submit_demand', 'publish_demand']);
  await act('claim', 500 * size, ['claim_slot', 'give_consent', 'accept_expert'], sql`'-1'`);
  await act('report', 500 * size, ['file_report', 'confirm_report', 'accept_report']);
  const sent = (kind: string, shape: string, count: number, target: Sql, ref: string) =>
    sql`insert into outgoing (team_id, key, shape, kind, target, lane, ref, state, shown, channel_id, ts, content_hash, created_at, sent_at)
      select ${teamId}, ${kind} || ':' || ${id(ref[0] ?? '')} || ':' || k, ${shape}, ${kind}, ${target}, 'to:' || ${target},
        jsonb_build_object(${`${ref}Id`}::text, ${id(ref[0] ?? '')}), 'sent', 1, 'D' || n, ${`${year}.`}::text || ${kind} || n || k, 'h', ${at}, ${at}
      from ${upTo(count)} cross join generate_series(1, 2) k`.execute(db);
  await sent('demand_card', 'view', 500 * size, sql`'C0'`, 'demand');
  await sent('consent_request', 'view', 500 * size, sql`'UO' || (1 + n % 60)`, 'claim');
  await sent('host_request', 'view', 500 * size, sql`'UH' || (1 + n % 100)`, 'claim');
  await sent('claim_notice', 'notice', 500 * size, sql`'UE' || (1 + n % 300)`, 'claim');
  await sent('report_notice', 'notice', 500 * size, sql`'UE' || (1 + n % 300)`, 'report');
  await sql`insert into nudge (team_id, user_id, kind, object_kind, object_id, stage, label, via, due_at, noted_at, outcome, message_no)
    select ${teamId}, 'UO' || (1 + n % ${60 * size}::integer), kind, 'claim', ${id('c')} || '-1', 'day_3', 'RL', 'owner', ${at}, ${at}, 'new', ${year}::integer
    from ${upTo(500 * size)} cross join unnest(array['consent', 'report', 'service_tomorrow']) kind`.execute(
    db,
  );
  await sql`insert into nudge_message (team_id, user_id, no, id, told_at)
    select ${teamId}, 'UO' || n, ${year}::integer * 10 + k, ${id('m')} || '-' || k, ${now}::timestamptz - make_interval(days => k)
    from ${upTo(60 * size)} cross join generate_series(1, 9) k`.execute(db);
  await sql`insert into outgoing (team_id, key, shape, kind, target, lane, ref, state, shown, channel_id, ts, content_hash, created_at, sent_at)
    select team_id, 'nudge:' || user_id || ':' || no, 'view', 'nudge', user_id, 'to:' || user_id,
      jsonb_build_object('no', no::text), 'sent', 1, 'D' || user_id, 'n' || user_id || no, 'h', told_at, told_at
    from nudge_message where team_id = ${teamId} and no / 10 = ${year}::integer`.execute(db);
  await sql`insert into nudge_handover (team_id, kind, object_id, from_user, to_user, at)
    select ${teamId}, 'report', ${id('c')} || '-1', 'UE' || n, 'UE' || (n + 1), ${at} from ${upTo(5 * size)}`.execute(
    db,
  );
  await sql`insert into draft (team_id, id, kind, user_id, typed, updated_at, used_at)
    select ${teamId}, ${id('f')}, 'report', 'UE' || (1 + n % ${300 * size}::integer), '{}', ${at}, ${at} from ${upTo(300 * size)}`.execute(
    db,
  );
  await sql`insert into digest_channel (team_id, id, channel_id, year, enabled, weekday, time, language, threads, content,
      district, line, set_by, set_at, runs_since)
    select ${teamId}, 'digest' || ${year}::integer || '-' || n, 'C' || (n - 1), ${year}::integer, ${isCurrent}, 1, '09:00', 'zh', true,
      array['progress', 'changes', 'open', 'overdue', 'coverage', 'outcomes', 'story'],
      case n when 2 then 'heping' end, case n when 3 then 'tech_sme' end, 'UB1', ${at}, ${now}
    from ${upTo(3)}`.execute(db);
  await sql`insert into digest_issue (team_id, digest_id, channel_id, slot, slot_at, state, at, figures)
    select ${teamId}, 'digest' || ${year}::integer || '-' || k, 'C' || (k - 1), (${`${year}-01-07`}::date + 7 * n)::text,
      ${`${year}-01-07T01:00:00Z`}::timestamptz + make_interval(days => 7 * n), 'posted',
      ${`${year}-01-07T01:00:00Z`}::timestamptz + make_interval(days => 7 * n), '{"experts":1,"personTimes":1,"reports":1,"open":1}'
    from ${upTo(43)} cross join generate_series(1, 3) k`.execute(db);
}
