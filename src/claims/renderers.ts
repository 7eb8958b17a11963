import type { Db } from '../db/open.ts';
import { countSeats, findDemand } from '../demands/repository.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { type ClaimCase, readCase } from './case-sql.ts';
import { CLAIM_NEWS, type ClaimState } from './claim.ts';
import { findClaim, findLastDecision } from './file-sql.ts';
import { buildCancelledNotice, buildClaimNotice, buildThreadNote } from './notice-views.ts';
import { buildConsentRequest, buildHostRequest, type Request } from './request-views.ts';

async function renderThreadNote(db: Db, { teamId, ref }: RenderAsk): Promise<Rendered> {
  const [programme, file] = await Promise.all([
    findProgramme(db, teamId),
    findClaim(db, teamId, ref.claimId ?? ''),
  ]);
  if (!programme || !file) return undefined;
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

async function renderHostRequest(db: Db, ask: RenderAsk): Promise<Rendered> {
  return renderRequest(db, ask, buildHostRequest, 'host_pending', ({ demand }) => [demand.contactUser]);
}

async function renderRequest(
  db: Db,
  { teamId, target, ref, locale, zone }: RenderAsk,
  build: (request: Request) => Message,
  undecided: ClaimState,
  ownOf: (claimCase: ClaimCase) => (string | undefined)[],
): Promise<Rendered> {
  const [programme, file] = await Promise.all([
    findProgramme(db, teamId, zone),
    readCase(db, teamId, ref.claimId ?? ''),
  ]);
  if (!programme || !file) return undefined;
  const isOpen = file.claim.state === undecided;
  return build({
    file,
    programme,
    locale: locale ?? programme.language,
    onBehalf: !ownOf(file).includes(target),
    consent: file.consent,
    decided: isOpen ? undefined : await findLastDecision(db, teamId, file.claim),
  });
}

async function renderClaimNotice(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const [programme, file] = await Promise.all([
    findProgramme(db, teamId, zone),
    findClaim(db, teamId, ref.claimId ?? ''),
  ]);
  // A row of another release may tell what this one has no sentence for.
  const news = CLAIM_NEWS.find((one) => one === ref.news);
  if (!programme || !file || !news) return undefined;
  return buildClaimNotice(news, file, programme, locale ?? programme.language);
}

async function renderDemandCancelled(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const demand = await findDemand(db, teamId, ref.demandId ?? '');
  return demand && buildCancelledNotice(demand, locale ?? 'zh');
}

export const claimsRenderers: Record<string, Renderer> = {
  thread_note: renderThreadNote,
  consent_request: renderConsentRequest,
  host_request: renderHostRequest,
  claim_notice: renderClaimNotice,
  demand_cancelled: renderDemandCancelled,
};
