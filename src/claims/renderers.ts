import type { Db } from '../db/open.ts';
import { findAct } from '../demands/listings.ts';
import { countSeats, findDemand } from '../demands/repository.ts';
import { ACTS_AFTER } from '../demands/transitions.ts';
import { programmeOf } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { renderBlanket, renderBlocked } from './advance-renderers.ts';
import { findLastMove, toldOf } from './alter-told.ts';
import { buildChangedNotice } from './alter-views.ts';
import { type ClaimCase, readCase } from './case-sql.ts';
import { CLAIM_NEWS, type ClaimState } from './claim.ts';
import { findClaim, findLastDecision } from './file-sql.ts';
import { buildKeepRequest } from './keep-views.ts';
import { buildCancelledNotice, buildClaimNotice, buildThreadNote } from './notice-views.ts';
import { buildConsentRequest, buildHostRequest, type Request } from './request-views.ts';

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
  return renderRequest(
    db,
    ask,
    buildConsentRequest,
    'home_unit_pending',
    ({ around }) => around.homeUnitUsers,
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
  return buildKeepRequest({
    file,
    programme,
    locale: locale ?? programme.language,
    onBehalf: expert.userId !== target,
    moved: isOpen ? await findLastMove(db, teamId, demand.id) : undefined,
    decided: isOpen ? undefined : await findLastDecision(db, teamId, claim),
  });
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

async function renderClaimNotice(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const find = ref.news === 'passed' ? readCase : findClaim;
  const file = await find(db, teamId, ref.claimId ?? '');
  // A row of another release may tell what this one has no sentence for.
  const news = CLAIM_NEWS.find((one) => one === ref.news);
  if (!file || !news) return undefined;
  const programme = await programmeOf(db, { teamId, year: file.demand.year }, zone);
  return buildClaimNotice(news, file, programme, locale ?? programme.language);
}

async function renderDemandChanged(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const [demand, done, file] = await Promise.all([
    findDemand(db, teamId, ref.demandId ?? ''),
    findAct(db, teamId, Number(ref.auditId)),
    findClaim(db, teamId, ref.claimId ?? ''),
  ]);
  const act = ACTS_AFTER.find((one) => one === done?.act);
  if (!demand || !done || !act) return undefined;
  const programme = await programmeOf(db, { teamId, year: demand.year }, zone);
  const told = toldOf(done.details);
  return buildChangedNotice(demand, programme, locale ?? programme.language, {
    ...told,
    act,
    claim: file?.claim,
  });
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
