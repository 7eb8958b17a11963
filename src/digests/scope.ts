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

/** Accepted reports whose service ended inside the year; the day decides, never the week (decision 1). */
export function accepted({ teamId, year }: Programme, scope: Scope = {}) {
  return sql`(select * from report d where d.team_id = ${teamId} and d.year = ${year} and d.state = 'accepted'
    and d.service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date and ${needWithin(scope)})`;
}
