import { sql } from 'kysely';
import type { Programme } from '../programme/programme.ts';
import type { Scope } from './digest.ts';

/** Whether the `d` of the query around it (a need or a report) is of the channel's district and line. */
export function needWithin({ district, line }: Scope) {
  const within = [
    ...(district ? [sql`${district}::text = any(d.districts)`] : []),
    ...(line ? [sql`d.action_line = ${line}`] : []),
  ];
  return within.length > 0 ? sql`${sql.join(within, sql` and `)}` : sql`true`;
}

/** Those reports as `r`, with the experts who served as `re`. */
export function servedBy(programme: Programme, scope: Scope) {
  return sql`${accepted(programme, scope)} r
    join report_expert re on re.team_id = r.team_id and re.year = r.year and re.report_id = r.id`;
}

/** Accepted reports whose service ended inside the year; the day decides, never the week (decision 1). */
export function accepted({ teamId, year }: Programme, scope: Scope = {}) {
  return sql`(select * from report d where d.team_id = ${teamId} and d.year = ${year} and d.state = 'accepted'
    and d.service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date and ${needWithin(scope)})`;
}
