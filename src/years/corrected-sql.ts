import type { Db } from '../db/open.ts';
import { figuresIn } from '../programme/catalogue.ts';
import { listCorrections, standingFigure } from '../programme/corrections.ts';
import type { Programme } from '../programme/programme.ts';
import { correctedCity, type Frozen, figureOf, frozenOf } from '../summaries/frozen.ts';
import { NO_FIGURES } from '../summaries/summary.ts';

/** What a closed year had reached; undefined for one that isn't closed. */
export async function findFrozen(
  db: Db,
  { teamId, year }: Pick<Programme, 'teamId' | 'year'>,
): Promise<Frozen | undefined> {
  const row = await db
    .selectFrom('programme_year')
    .select('frozen')
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .executeTakeFirst();
  return frozenOf(row?.frozen);
}

/** The figure as it stands with all corrections so far; undefined where there is no such thing in the year. */
export async function figureNow(
  db: Db,
  programme: Programme,
  object: string,
  metric: string,
): Promise<number | undefined> {
  const { teamId, year } = programme;
  const corrections = await listCorrections(db, teamId, year);
  const frozen = await findFrozen(db, programme);
  if (!frozen) return undefined;
  if (object === 'city') return figureOf(correctedCity(frozen, corrections), metric);
  const otherwise = object.startsWith('BG-')
    ? await findReported(db, programme, object, metric)
    : figureOf(frozen.units[object] ?? NO_FIGURES, metric);
  return otherwise === undefined ? undefined : standingFigure(corrections, object, metric, otherwise);
}

async function findReported(
  db: Db,
  { teamId, year }: Programme,
  number: string,
  metric: string,
): Promise<number | undefined> {
  const report = await db
    .selectFrom('report')
    .select('metrics')
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .where('number', '=', number)
    .executeTakeFirst();
  return report && (figuresIn(report.metrics)[metric] ?? 0);
}
