import type { Db } from '../db/open.ts';
import { ownSideOf } from '../directory/acts-for.ts';
import { findExpert } from '../directory/repository.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { buildBlanketNotice, buildBlockedNotice } from './advance-views.ts';
import { findBlanket } from './blanket-sql.ts';
import { findBlock } from './blocked-sql.ts';

/** A unit's yes in advance, or its end, as it stands when it is told. */
export async function renderBlanket(
  db: Db,
  { teamId, target, ref, locale, zone }: RenderAsk,
): Promise<Rendered> {
  const [programme, blanket] = [
    await findProgramme(db, teamId, zone),
    await findBlanket(db, teamId, ref.blanketId ?? ''),
  ];
  if (!programme || !blanket) return undefined;
  const expert = blanket.expert && (await findExpert(db, teamId, blanket.expert.id));
  const toExpert = expert !== undefined && ownSideOf(expert).includes(target);
  return buildBlanketNotice(blanket, programme, locale ?? programme.language, toExpert);
}

/** Days that don't suit, or suit again, to the expert. */
export async function renderBlocked(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const [programme, dates] = [
    await findProgramme(db, teamId, zone),
    await findBlock(db, teamId, ref.blockId ?? ''),
  ];
  return programme && dates ? buildBlockedNotice(dates, programme, locale ?? programme.language) : undefined;
}
