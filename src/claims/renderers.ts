import type { Db } from '../db/open.ts';
import { findAct } from '../demands/listings.ts';
import { countSeats, findDemand } from '../demands/repository.ts';
import { ACTS_AFTER } from '../demands/transitions.ts';
import { ownSideOf } from '../directory/acts-for.ts';
import { findReader } from '../directory/readers.ts';
import { programmeOf } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { addressed } from './acting-views.ts';
import { renderBlanket, renderBlocked } from './advance-renderers.ts';
import { findLastMove, toldOf } from './alter-told.ts';
import { buildChangedNotice } from './alter-views.ts';
import { type ClaimCase, readCase } from './case-sql.ts';
import type { ClaimState } from './claim.ts';
import { CLAIM_NEWS, type ClaimNews } from './claim-news.ts';
import { findClaim, findLastDecision } from './file-sql.ts';
import { buildKeepRequest } from './keep-views.ts';
import { buildCancelledNotice, buildClaimNotice, buildThreadNote } from './notice-views.ts';
import { buildPledgeRequest } from './pledge-views.ts';
import { buildConsentRequest, buildHostRequest, type Request } from './request-views.ts';
import type { Transition } from './transition.ts';
import { CLAIM_TRANSITIONS } from './transitions.ts';

async function renderThreadNote(db: Db, { teamId, ref }: RenderAsk): Promise<Rendered> {
  const file = await findClaim(db, teamId, ref.claimId ?? '');
  if (!file) return undefined;
  const programme = await programmeOf(db, { teamId, year: file.demand.year });
  if (ref.what === 'expert_confirmed')
    return file.claim.state === 'confirmed'
      ? buildThreadNote('expert_confirmed', file, programme.language)
      : undefined;
  // It may have been taken again before the note's turn came.
  const seats = (await countSeats(db, teamId, [file.demand.id])).get(file.demand.id);
  return seats?.free ? buildThreadNote('slot_free', file, programme.language) : undefined;
}

async function renderConsentRequest(db: Db, ask: RenderAsk): Promise<Rendered> {
  const build = (request: Request) =>
    request.file.expert.ownPledge ? buildPledgeRequest(request) : buildConsentRequest(request);
  return renderRequest(db, ask, build, 'home_unit_pending', ({ expert, around }) =>
    expert.ownPledge ? [expert.userId] : around.homeUnitUsers,
  );
}

async function renderKeepRequest(
  db: Db,
  { teamId, target, ref, locale, zone }: RenderAsk,
): Promise<Rendered> {
  const file = await readCase(db, teamId, ref.claimId ?? '');
  if (!file) return undefined;
  const { claim, demand, expert } = file;
  const programme = await programmeOf(db, { teamId, year: demand.year }, zone);
  const isOpen = claim.state === 'expert_pending';
  const language = locale ?? programme.language;
  const request = buildKeepRequest({
    file,
    programme,
    locale: language,
    onBehalf: !ownSideOf(expert).includes(target),
    moved: isOpen ? await findLastMove(db, teamId, demand.id) : undefined,
    decided: isOpen ? undefined : await findLastDecision(db, teamId, claim),
  });
  return addressed(request, expert, target, language);
}

async function renderHostRequest(db: Db, ask: RenderAsk): Promise<Rendered> {
  return renderRequest(db, ask, buildHostRequest, 'host_pending', ({ demand }) => [demand.contactUser]);
}

async function renderRequest(
  db: Db,
  { teamId, target, ref, locale, zone, offersLinks }: RenderAsk,
  build: (request: Request) => Message,
  undecided: ClaimState,
  ownOf: (claimCase: ClaimCase) => (string | undefined)[],
): Promise<Rendered> {
  const file = await readCase(db, teamId, ref.claimId ?? '');
  if (!file) return undefined;
  const programme = await programmeOf(db, { teamId, year: file.demand.year }, zone);
  const isOpen = file.claim.state === undecided || isAskedAnew(file, undecided);
  return build({
    file,
    programme,
    locale: locale ?? programme.language,
    onBehalf: !ownOf(file).includes(target),
    consent: file.consent,
    decided: isOpen ? undefined : await findLastDecision(db, teamId, file.claim),
    offersLinks,
  });
}

/** With the expert the home unit is asked as well, where the date has moved. */
function isAskedAnew({ claim, consent }: ClaimCase, undecided: ClaimState): boolean {
  return undecided === 'home_unit_pending' && claim.state === 'expert_pending' && !consent;
}

async function renderClaimNotice(
  db: Db,
  { teamId, target, ref, locale, zone }: RenderAsk,
): Promise<Rendered> {
  const find = ref.news === 'passed' ? readCase : findClaim;
  const file = await find(db, teamId, ref.claimId ?? '');
  // A row of another release may tell what this one has no sentence for.
  const news = CLAIM_NEWS.find((one) => one === ref.news);
  if (!file || !news) return undefined;
  const programme = await programmeOf(db, { teamId, year: file.demand.year }, zone);
  const frame = { programme, locale: locale ?? programme.language, assistant: await nameOf(db, teamId, ref) };
  const notice = buildClaimNotice(news, file, frame);
  return isForExpert(news) ? addressed(notice, file.expert, target, frame.locale) : notice;
}

/** The Slack name of the assistant by whom it was done, if it was. */
async function nameOf(db: Db, teamId: string, { assistant }: RenderAsk['ref']): Promise<string | undefined> {
  return assistant ? ((await findReader(db, teamId, assistant))?.name ?? assistant) : undefined;
}

/** Whether the table of transitions tells it to the expert. */
function isForExpert(news: ClaimNews): boolean {
  const all: readonly Transition[] = Object.values(CLAIM_TRANSITIONS);
  return all.some(({ tells }) => tells.some((one) => one.who === 'expert' && one.news === news));
}

async function renderDemandChanged(
  db: Db,
  { teamId, target, ref, locale, zone }: RenderAsk,
): Promise<Rendered> {
  const [demand, done, file] = await Promise.all([
    findDemand(db, teamId, ref.demandId ?? ''),
    findAct(db, teamId, Number(ref.auditId)),
    findClaim(db, teamId, ref.claimId ?? ''),
  ]);
  const act = ACTS_AFTER.find((one) => one === done?.act);
  if (!demand || !done || !act) return undefined;
  const programme = await programmeOf(db, { teamId, year: demand.year }, zone);
  const told = toldOf(done.details);
  const language = locale ?? programme.language;
  const notice = buildChangedNotice(demand, programme, language, { ...told, act, claim: file?.claim });
  return file ? addressed(notice, file.expert, target, language) : notice;
}

async function renderDemandCancelled(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const demand = await findDemand(db, teamId, ref.demandId ?? '');
  return demand && buildCancelledNotice(demand, locale ?? 'zh');
}

export const claimsRenderers: Record<string, Renderer> = {
  thread_note: renderThreadNote,
  keep_request: renderKeepRequest,
  consent_request: renderConsentRequest,
  host_request: renderHostRequest,
  claim_notice: renderClaimNotice,
  demand_cancelled: renderDemandCancelled,
  demand_changed: renderDemandChanged,
  blanket_notice: renderBlanket,
  blocked_notice: renderBlocked,
};
