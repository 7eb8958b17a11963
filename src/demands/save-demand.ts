import { actOnce, recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { takeNumber } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import { useDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import { type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import type { Demand } from './demand.ts';
import { checkDemand, type DemandForm, type FormContext } from './demand-form.ts';
import { findDemand, insertDemand, reviseDemand } from './repository.ts';
import { buildOutcome } from './review-blocks.ts';
import { askReviews, explainState, isCovered, refreshDemand } from './tell.ts';
import { say } from './words.ts';

interface Filled {
  form: FormContext;
  typed: Typed;
  /** The need as it was before, when it is edited. */
  demand: Demand | undefined;
}

/** The last step: a new need, or the same number with new text; a returned one is thereby submitted again. */
export async function saveDemand(
  deps: Deps,
  ask: Submission,
  { form, typed, demand: before }: Filled,
): Promise<Answer> {
  const { locale } = ask;
  const checked = checkDemand(typed, form);
  if (!checked.ok) return { errors: checked.errors };
  const contact = form.recordedByCoordinator && !before ? checked.value.on_behalf_of : undefined;
  if (contact && isNobody(await deps.readers.find(ask.teamId, contact)))
    return { errors: { on_behalf_of: say(locale, 'behalf_unusable') } };

  const { teamId, year } = form.programme;
  const number = before?.number ?? (await takeNumber(deps.db, teamId, year, 'XQ'));
  const outcome = await actOnce(deps.db, (trx) =>
    before
      ? revise(trx, ask, before, checked.value)
      : submit(trx, ask, checked.value, {
          number,
          programme: form.programme,
          contact,
          recorded: form.recordedByCoordinator,
        }),
  );
  if (typeof outcome === 'object') return answerOutcome(deps, ask, outcome, form.programme);
  const demand = await findDemand(deps.db, ask.teamId, before?.id ?? ask.metadata.draftId ?? '');
  if (!demand) return { notice: message(section(say(locale, 'spent'))) };
  if (outcome !== 'decided') return answerOutcome(deps, ask, demand, form.programme);
  return {
    notice: message(section(await explainState(deps.db, demand, form.programme, locale))),
  };
}

/** The window after a submission: the number, who checks it, and what is still missing. */
export async function answerOutcome(
  { db }: Deps,
  { teamId, locale, metadata }: Submission,
  demand: Demand,
  programme: Programme,
): Promise<Answer> {
  const byBureau = demand.state === 'bureau_review' || !(await isCovered(db, teamId, demand.district));
  const revised = metadata.demandId !== undefined;
  return { notice: buildOutcome(demand, programme, locale, { revised, byBureau }) };
}

interface Submitter {
  number: string;
  programme: Programme;
  /** Whom a coordinator recorded it for; nobody when they aren't on Slack. */
  contact: string | undefined;
  recorded: boolean;
}

async function submit(
  trx: Trx,
  ask: Submission,
  form: DemandForm,
  { number, programme, contact, recorded }: Submitter,
): Promise<Demand | 'spent'> {
  const { teamId, userId, now, cause, metadata } = ask;
  const draft = { teamId, userId, draftId: metadata.draftId ?? '' };
  if (!(await useDraft(trx, draft, now))) return 'spent';
  const demand = await insertDemand(trx, {
    teamId,
    number,
    year: programme.year,
    form,
    now,
    // The draft becomes the need: a repetition finds it by the same id.
    id: draft.draftId,
    poster: contact ?? userId,
    contactUser: recorded ? contact : userId,
    recordedBy: recorded ? userId : undefined,
  });
  const auditId = await recordAct(trx, {
    ...{ teamId, act: 'post_demand', actor: userId, objectKind: 'demand', objectId: demand.id, now, cause },
    ...(recorded ? { onBehalfOf: 'host' } : {}),
    details: { number: demand.number },
  });
  await askReviews(trx, teamId, demand, auditId);
  await refreshDemand(trx, teamId, demand);
  return demand;
}

async function revise(
  trx: Trx,
  { teamId, userId, now, cause, metadata }: Submission,
  before: Demand,
  form: DemandForm,
): Promise<Demand | 'spent' | 'decided'> {
  if (!(await useDraft(trx, { teamId, userId, draftId: metadata.draftId ?? '' }, now))) return 'spent';
  const demand = await reviseDemand(trx, { teamId, id: before.id, form, now });
  if (!demand) return 'decided';
  const auditId = await recordAct(trx, {
    ...{ teamId, act: 'edit_demand', actor: userId, objectKind: 'demand', objectId: demand.id, now, cause },
    ...(userId === before.poster || userId === before.contactUser ? {} : { onBehalfOf: 'host' }),
    details: { number: demand.number, from: before.state },
  });
  const movesOn = demand.state !== before.state || demand.district !== before.district;
  if (movesOn) await askReviews(trx, teamId, demand, auditId);
  await refreshDemand(trx, teamId, demand);
  return demand;
}
