import { type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { staysOpen } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import type { TreeHead } from '../records/checkpoint.ts';
import {
  inOrder,
  type Summary,
  type SummaryContent,
  type SummaryFigures,
  UNITS,
  type Unit,
  type Version,
} from './summary.ts';
import { NAMES, VERSION_COLUMNS, type VersionRow, versionOf } from './version-row.ts';

export async function findSummary(db: Db, teamId: string, id: string): Promise<Summary | undefined> {
  return (await readSummaries(db, teamId, sql<SqlBool>`s.id = ${id}`))[0];
}

/** The year's summaries in the order of the notice; they are made when they are first looked at. */
export async function listSummaries(db: Db, { teamId, year }: Programme): Promise<Summary[]> {
  const ofYear = sql<SqlBool>`s.year = ${year}`;
  const found = await readSummaries(db, teamId, ofYear);
  if (found.length >= UNITS.length) return inOrder(found);
  await makeSummaries(db, teamId, year);
  return inOrder(await readSummaries(db, teamId, ofYear));
}

/** Two looks at the same moment make each one once. */
async function makeSummaries(db: Db, teamId: string, year: number): Promise<void> {
  const kinds = UNITS.map(({ kind }) => kind);
  const slugs = UNITS.map(({ slug }) => slug);
  await sql`
    insert into yearly_summary (team_id, id, year, unit_kind, unit)
    select ${teamId}, gen_random_uuid()::text, ${year}::integer, owing.kind, owing.unit
    from unnest(${kinds}::text[], ${slugs}::text[]) as owing (kind, unit)
    on conflict do nothing`.execute(db);
}

/** Every version that was handed in, the newest first. */
export async function listVersions(db: Db, teamId: string, summaryId: string): Promise<Version[]> {
  const { rows } = await sql<VersionRow>`
    select ${VERSION_COLUMNS} from yearly_summary_version v ${NAMES}
    where v.team_id = ${teamId} and v.summary_id = ${summaryId}
    order by v.version desc`.execute(db);
  return rows.map(versionOf);
}

export interface Handed {
  teamId: string;
  summary: Summary;
  content: SummaryContent;
  figures: SummaryFigures;
  head: TreeHead | undefined;
  by: string;
  onBehalf: boolean;
  now: Temporal.Instant;
}

/** Keeps the next version, frozen. False when it isn't the unit's turn any more, or the year is closed: somebody was faster. */
export async function submitVersion(
  trx: Trx,
  { teamId, summary, content, figures, head, by, onBehalf, now }: Handed,
): Promise<boolean> {
  const before = summary.latest?.version ?? 0;
  const { narrative, stories, news, nil } = content;
  const { size = null, root = null } = head ?? {};
  const { rows } = await sql<{ version: number }>`
    insert into yearly_summary_version (team_id, summary_id, version, figures, narrative, stories, news, nil,
      log_size, log_root, submitted_by, on_behalf, submitted_at)
    select ${teamId}, ${summary.id}, ${before + 1}::integer, ${figures}::jsonb, ${narrative}, ${stories}, ${news},
      ${nil}::boolean, ${size}::bigint, ${root}::bytea, ${by}, ${onBehalf}::boolean, ${now}::timestamptz
    where ${staysOpen(teamId, summary.year)} and ${isOwed(teamId, summary.id)} and not exists (
      select 1 from yearly_summary_version v
      where v.team_id = ${teamId} and v.summary_id = ${summary.id}
        and (v.version > ${before}::integer or v.outcome is distinct from 'returned'))
    on conflict do nothing
    returning version`.execute(trx);
  return rows.length > 0;
}

/** Kept from being waived until the transaction ends. */
function isOwed(teamId: string, summaryId: string) {
  return sql<SqlBool>`exists (
    select 1 from yearly_summary owed
    where owed.team_id = ${teamId} and owed.id = ${summaryId} and owed.waived_at is null for share)`;
}

export interface Decided {
  teamId: string;
  summaryId: string;
  year: number;
  /** The version that was read; a newer one is not decided by this. */
  version: number;
  by: string;
  now: Temporal.Instant;
}

/** 'submitted' → 'accepted'. False when it was decided before. */
export async function acceptVersion(trx: Trx, decided: Decided): Promise<boolean> {
  return decide(trx, decided, { outcome: 'accepted', reason: null }, sql<SqlBool>`outcome is null`);
}

/** 'submitted' → 'returned'; also 'accepted' → 'returned', for a correction. False when it was returned before. */
export async function returnVersion(trx: Trx, decided: Decided & { reason: string }): Promise<boolean> {
  const undecided = sql<SqlBool>`outcome is distinct from 'returned'`;
  return decide(trx, decided, { outcome: 'returned', reason: decided.reason }, undecided);
}

/** One guarded statement: of two decisions at the same moment one wins. */
async function decide(
  trx: Trx,
  { teamId, summaryId, year, version, by, now }: Decided,
  change: { outcome: 'accepted' | 'returned'; reason: string | null },
  from: ReturnType<typeof sql<SqlBool>>,
): Promise<boolean> {
  const row = await trx
    .updateTable('yearly_summary_version')
    .set({ ...change, decided_by: by, decided_at: now })
    .where('team_id', '=', teamId)
    .where('summary_id', '=', summaryId)
    .where('version', '=', version)
    .where(from)
    .where(staysOpen(teamId, year))
    .returning('version')
    .executeTakeFirst();
  return row !== undefined;
}

type SummaryRow = {
  id: string;
  year: number;
  unit_kind: Unit['kind'];
  unit: string;
  waive_reason: string | null;
  extended_until: Temporal.Instant | null;
} & (VersionRow | { version: null });

async function readSummaries(
  db: Db,
  teamId: string,
  condition: ReturnType<typeof sql<SqlBool>>,
): Promise<Summary[]> {
  const { rows } = await sql<SummaryRow>`
    select s.id, s.year, s.unit_kind, s.unit, s.waive_reason, s.extended_until, ${VERSION_COLUMNS}
    from yearly_summary s
    left join lateral (
      select * from yearly_summary_version one
      where one.team_id = s.team_id and one.summary_id = s.id
      order by one.version desc limit 1
    ) v on true ${NAMES}
    where s.team_id = ${teamId} and ${condition}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    year: row.year,
    unit: { kind: row.unit_kind, slug: row.unit },
    waived: row.waive_reason ?? undefined,
    extendedUntil: row.extended_until ?? undefined,
    latest: row.version === null ? undefined : versionOf(row),
  }));
}
