import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { findReader } from '../directory/readers.ts';
import { today } from '../programme/programme.ts';
import { buildAway } from './blocks.ts';
import { findAbsence } from './go-away.ts';

/** In Home: that the person is away, and who stands in. */
export async function listAbsenceShown(
  db: Db,
  { teamId, userId, programme, locale, now }: HomeAsk,
): Promise<HomePart> {
  const absence = await findAbsence(db, teamId, userId);
  if (!absence || absence.until < today(programme, now).toString()) return { waiting: [], holding: [] };
  const deputy = absence.deputy ? await findReader(db, teamId, absence.deputy) : undefined;
  const away = { until: absence.until, deputy: deputy?.name };
  return { waiting: [], holding: buildAway(away, programme, locale) };
}
