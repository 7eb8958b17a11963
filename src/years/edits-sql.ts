import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { selectActs } from '../directory/acts.ts';
import { changesIn, type Edited } from './settings-changes.ts';

/** Every edit of a year's settings, from the audit trail. */
export function selectEdits(db: Db, teamId: string, year: number) {
  return selectActs(db, teamId)
    .select('audit.id')
    .where('audit.object_kind', '=', 'programme_year')
    .where('audit.object_id', '=', String(year))
    .where('audit.act', '=', 'edit_programme');
}

interface EditRow {
  at: Temporal.Instant;
  name: string | null;
  details: unknown;
}

function editOf({ at, name, details }: EditRow): Edited {
  return { at, who: name ?? undefined, changes: changesIn(details) };
}

/** As many as the answer has room for. */
const HISTORY_SHOWN = 12;

/** What was changed in a year's settings, the newest first. */
export async function listHistory(db: Db, teamId: string, year: number): Promise<Edited[]> {
  const rows = await selectEdits(db, teamId, year).orderBy('audit.id', 'desc').limit(HISTORY_SHOWN).execute();
  return rows.map(editOf);
}

/** The newest edit of a year's settings, as a form says from which state it began; '0' before any. */
export async function findNewestEdit(db: Db, teamId: string, year: number): Promise<string> {
  const newest = await selectEdits(db, teamId, year).orderBy('audit.id', 'desc').limit(1).executeTakeFirst();
  return String(newest?.id ?? 0);
}

/** Lets nobody else change the year until the transaction ends, and says what was changed since that edit, the oldest first. */
export async function holdYear(trx: Trx, teamId: string, year: number, after: string): Promise<Edited[]> {
  await sql`select 1 from programme_year where team_id = ${teamId} and year = ${year} for update`.execute(
    trx,
  );
  const rows = await selectEdits(trx, teamId, year)
    .where('audit.id', '>', /^\d{1,15}$/.test(after) ? Number(after) : 0)
    .orderBy('audit.id')
    .execute();
  return rows.map(editOf);
}
