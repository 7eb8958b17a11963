import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { listRetention } from './retention-sql.ts';
import { buildRetentionAtHome } from './views.ts';

/** What was erased is told for so many days. */
const TOLD_AFTER_DAYS = 30;

/** The bureau reads which years' personal data will go, and when, while it can still say otherwise. */
export async function sayRetentionAtHome(
  db: Db,
  { teamId, actor, programme, locale, now }: HomeAsk,
): Promise<HomePart> {
  const nothing = { waiting: [], holding: [] };
  if (!actor.bureau) return nothing;
  const recent = now.subtract({ hours: TOLD_AFTER_DAYS * 24 });
  const told = (await listRetention(db, teamId)).filter(
    ({ erasedAt }) => !erasedAt || Temporal.Instant.compare(erasedAt, recent) > 0,
  );
  const { timeZone } = programme;
  const glance = told.flatMap((one) => buildRetentionAtHome({ year: one.year, timeZone }, one, locale));
  return { ...nothing, glance: glance.slice(0, 4) };
}
