import type { Db } from '../db/open.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { readAsked } from './asked.ts';
import { findLink } from './link-sql.ts';
import { buildAnswered } from './views.ts';

async function renderAnswered(db: Db, { teamId, target, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const link = await findLink(db, teamId, ref.linkId ?? '');
  const asked = link && (await readAsked(db, teamId, link, zone));
  return asked && buildAnswered(link, asked, locale ?? asked.programme.language, target);
}

export const linksRenderers: Record<string, Renderer> = { link_answered: renderAnswered };
