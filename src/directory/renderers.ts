import type { Db } from '../db/open.ts';
import { findProgramme } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildAssistantNotice } from './assistant-views.ts';
import { buildRegistrationNotice, buildRegistrationReview } from './blocks.ts';
import { buildNamedNotice } from './name-views.ts';
import { listNamedNow } from './named-sql.ts';
import { findNamesake } from './namesake-sql.ts';
import { buildLinkedNotice, buildRecordedNotice } from './record-views.ts';
import { findExpert } from './repository.ts';
import { findDecider, ROLES } from './roles.ts';
import { renderWelcome } from './set-up-programme.ts';
import { roleLabel } from './settings-views.ts';
import { ASSISTANT_NEWS } from './tell-assistant.ts';
import { say } from './words.ts';

async function renderReview(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  if (!programme || !expert) return undefined;
  const who = await findDecider(db, teamId, 'expert', expert.id, ['verify_expert', 'return_registration']);
  const namesake = await findNamesake(db, teamId, expert);
  return buildRegistrationReview(expert, programme, locale ?? programme.language, { who, namesake });
}

async function renderNotice(db: Db, { teamId, target, ref, locale }: RenderAsk): Promise<Rendered> {
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  if (!expert || expert.state === 'registered') return undefined;
  const build = target === expert.userId ? buildRegistrationNotice : buildRecordedNotice;
  return build(expert, locale ?? 'zh');
}

async function renderLinked(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  return expert && buildLinkedNotice(expert, locale ?? 'zh');
}

async function renderAssistant(db: Db, { teamId, target, ref, locale }: RenderAsk): Promise<Rendered> {
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  const news = ASSISTANT_NEWS.find((one) => one === ref.news);
  return expert && news && buildAssistantNotice(news, expert, { target, need: ref.need }, locale ?? 'zh');
}

/** A role that was taken away, to whoever had it. */
async function renderRoleRemoved(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  const role = ROLES.find((one) => one === ref.role);
  if (!programme || !role) return undefined;
  const language = locale ?? 'zh';
  const what = roleLabel(language, { role, scope: ref.scope ?? '' }, programme.year);
  return message(section(say(language, 'role_removed', { role: what })));
}

/** What somebody coordinates from now on; of what was taken away meanwhile nothing. */
async function renderNamed(db: Db, { teamId, target, ref, locale }: RenderAsk): Promise<Rendered> {
  const [programme, places] = [
    await findProgramme(db, teamId),
    await listNamedNow(db, teamId, ref.auditId ?? '', target),
  ];
  return programme && places.length > 0
    ? buildNamedNotice(places, programme.year, locale ?? 'zh')
    : undefined;
}

export const directoryRenderers: Record<string, Renderer> = {
  welcome: renderWelcome,
  registration_review: renderReview,
  registration_notice: renderNotice,
  expert_linked: renderLinked,
  assistant_notice: renderAssistant,
  role_removed: renderRoleRemoved,
  coordinator_named: renderNamed,
};
