import type { Db } from '../db/open.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildRegistrationNotice, buildRegistrationReview } from './blocks.ts';
import { findExpert, findNamesake } from './repository.ts';
import { findDecider } from './roles.ts';
import { renderWelcome } from './set-up-programme.ts';

async function renderReview(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  if (!programme || !expert) return undefined;
  const who = await findDecider(db, teamId, 'expert', expert.id, ['verify_expert', 'return_registration']);
  const namesake = await findNamesake(db, teamId, expert);
  return buildRegistrationReview(expert, programme, locale ?? programme.language, { who, namesake });
}

async function renderNotice(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  return expert && expert.state !== 'registered'
    ? buildRegistrationNotice(expert, locale ?? 'zh')
    : undefined;
}

export const directoryRenderers: Record<string, Renderer> = {
  welcome: renderWelcome,
  registration_review: renderReview,
  registration_notice: renderNotice,
};
