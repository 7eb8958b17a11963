import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';
import { titleOf } from '../../demands/blocks.ts';
import { isPublic, type Named } from '../../demands/demand.ts';
import { among } from '../../programme/live-years.ts';
import { showDate, today } from '../../programme/programme.ts';
import { atTime } from '../../programme/working-days.ts';
import type { WeekAsk } from '../../room.ts';
import type { PaperAsk } from '../job.ts';
import type { Paper, PaperBlock } from '../paper.ts';
import { onlyUnit } from '../reach.ts';
import { say } from '../words-lists.ts';
import { columnsOf, paperOf } from './frame.ts';
import { needWithin, reportWithin } from './scope-sql.ts';

/** What happened in the week, as a line of it. */
interface Happened extends Named {
  kind: 'need' | 'claim' | 'report';
  number: string;
  unit: string;
}

const MONDAY = 1;

/** A week to forward upward: the figures of this moment, what is new since Monday, and what is late. */
export async function readWeek(db: Db, ask: PaperAsk): Promise<Paper> {
  const { programme, locale, now, rooms } = ask;
  const day = today(programme, now);
  const monday = day.subtract({ days: day.dayOfWeek - MONDAY });
  const since = atTime(monday, '00:00', programme.timeZone);
  const unit = onlyUnit(ask.reach);
  const part: WeekAsk['part'] = unit ?? { kind: 'city' };
  const told = [];
  for (const { week } of rooms) if (week) told.push(await week(db, { programme, locale, part, since, now }));
  const happened = await listHappened(db, ask, since);
  const late = told.flatMap((one) => one.late);
  const title = say(locale, 'week_title', {
    no: day.weekOfYear ?? 0,
    from: showDate(monday.toString(), locale),
    to: showDate(day.toString(), locale),
  });
  return paperOf(ask, title, [
    { kind: 'heading', level: 1, text: say(locale, 'week_figures') },
    ...told.flatMap((one) =>
      one.figures.map(([label, value]): PaperBlock => ({ kind: 'field', label, value })),
    ),
    ...(['need', 'claim', 'report'] as const).flatMap((kind) => blocksOf(kind, happened, ask)),
    { kind: 'heading', level: 1, text: say(locale, 'week_late') },
    ...(late.length === 0 ? [say(locale, 'week_none')] : late).map(
      (text): PaperBlock => ({ kind: 'paragraph', text }),
    ),
  ]);
}

function blocksOf(kind: Happened['kind'], happened: readonly Happened[], ask: PaperAsk): PaperBlock[] {
  const { programme, locale } = ask;
  const some = happened.filter((one) => one.kind === kind);
  const text = say(locale, `week_${kind}`, { n: some.length });
  const heading: PaperBlock = { kind: 'heading', level: 1, text };
  if (some.length === 0) return [heading, { kind: 'paragraph', text: say(locale, 'week_none') }];
  const listed = some.filter(isPublic);
  const counted = some.length - listed.length;
  const note = say(locale, 'week_counted', { n: counted });
  if (listed.length === 0) return [heading, { kind: 'paragraph', text: note }];
  return [
    heading,
    {
      kind: 'table',
      title: text,
      columns: columnsOf([
        [say(locale, 'number'), 14],
        [say(locale, 'about'), 30],
        [say(locale, 'host_unit'), 24],
      ]),
      rows: listed.map((one) => [one.number, titleOf(one, programme, locale), one.unit]),
      notes: counted > 0 ? [note] : [],
    },
  ];
}

/** Published, confirmed and accepted since then: each as the digest counts it. */
async function listHappened(
  db: Db,
  { programme, reach, now }: PaperAsk,
  since: Temporal.Instant,
): Promise<Happened[]> {
  const { teamId, year, liveYears } = programme;
  const years = among(liveYears.length > 0 ? liveYears : [year]);
  const isNew = (at: ReturnType<typeof sql.ref>) => sql`${at} > ${since} and ${at} <= ${now}`;
  const unit = sql`case when d.confidential or d.action_line = 'talent_health' then '' else d.unit_name end`;
  const { rows } = await sql<Happened>`/* name: week_on_paper */
    select 'need' as kind, d.number, d.title, d.action_line as "actionLine", d.confidential, ${unit} as unit
    from demand d where d.team_id = ${teamId} and d.year = ${years} and ${isNew(sql.ref('d.published_at'))}
      and d.state in ('published', 'closed') and ${needWithin(reach)}
    union all
    select 'claim', c.number, d.title, d.action_line, d.confidential, ${unit}
    from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
    where c.team_id = ${teamId} and c.year = ${years} and ${isNew(sql.ref('c.confirmed_at'))} and c.state = 'confirmed'
      and ${needWithin(reach)}
    union all
    select 'report', r.number, r.title, r.action_line, coalesce(d.confidential, false),
      case when d.confidential or r.action_line = 'talent_health' then '' else coalesce(d.unit_name, r.place) end
    from report r left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where r.team_id = ${teamId} and r.year = ${year} and ${isNew(sql.ref('r.accepted_at'))} and r.state = 'accepted'
      and ${reportWithin(reach)}
    order by kind, number`.execute(db);
  return rows;
}
