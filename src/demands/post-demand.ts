import { actOnce } from '../db/audit.ts';
import { partFor } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { type Programme, today } from '../programme/programme.ts';
import { message, section } from '../slack/blocks.ts';
import { findDraft, saveDraft, useDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import type { Demand } from './demand.ts';
import { type FormContext, MANY_SLOTS, type Need, needSchema } from './demand-form.ts';
import { buildDetailForm } from './detail-view.ts';
import { findFormYear } from './entry-sql.ts';
import { findSimilarDemand } from './listings.ts';
import { type Allowed, findEditable } from './open-demand.ts';
import { findDemand } from './repository.ts';
import { answerOutcome, saveDemand } from './save-demand.ts';
import { typedOf, withTyped } from './typed.ts';
import { buildNeedForm, type FormIds } from './views.ts';
import { say } from './words.ts';

/** Either step of the form: checks the leave anew, keeps what was typed, then checks it. */
export async function submitDemandForm(deps: Deps, ask: Submission): Promise<Answer> {
  const { locale, now, metadata } = ask;
  const programme = await findFormYear(deps.db, ask, metadata.demandId);
  if (!programme) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const { demand, refusal } = await findAllowed(deps, ask, programme, metadata.demandId);
  if (refusal) return { notice: refusal };
  const typed = await keepTyped(deps, ask, demand);
  if (!typed) return answerAgain(deps, ask, programme, demand);
  const day = today(programme, now);
  const isAsWritten = demand !== undefined && typed.time_text === demand.timeText;
  const form: FormContext = {
    locale,
    programme,
    today: day,
    wordsYear: isAsWritten ? today(programme, demand.submittedAt).year : day.year,
    recordedByCoordinator: await recordsForUnit(deps, ask, typed),
  };
  const ids = { ...metadata, step: 'details', draftId: metadata.draftId ?? '' } as const;
  if (metadata.step === 'details') return saveDemand(deps, ask, { form, typed, demand });
  return checkNeed(deps, ask, form, typed, ids);
}

async function checkNeed(
  deps: Deps,
  ask: Submission,
  form: FormContext,
  typed: Typed,
  ids: FormIds,
): Promise<Answer> {
  const { locale, programme } = form;
  const checked = check(needSchema(form), typed);
  if (!checked.ok) return { errors: checked.errors };
  const looks = await findSecondLooks(deps, ask, form, checked.value);
  const shown = Object.entries(looks).every(([look, about]) => ask.metadata[look] === about);
  // The tick is taken from this window: one in the draft was given to another question.
  const ticked = Array.isArray(ask.typed.confirm) && ask.typed.confirm.includes('yes');
  if (shown && !ticked && Object.keys(looks).length > 0)
    return { errors: { confirm: say(locale, 'confirm_needed') } };
  if (!shown) {
    return {
      view: buildNeedForm({
        ...{ locale, programme },
        typed: { ...typed, confirm: null },
        ids: { ...withoutLooks(ids), ...looks, step: 'need' },
      }),
    };
  }
  const asksOnBehalf = form.recordedByCoordinator && !ids.demandId;
  return { view: buildDetailForm({ context: form, typed, ids: withoutLooks(ids), asksOnBehalf }) };
}

/** Many seats, or the same unit and title as another need of the year: asked, never refused or merged. */
async function findSecondLooks(
  { db }: Deps,
  { teamId, metadata }: Submission,
  { programme }: FormContext,
  need: Need,
): Promise<Record<string, string>> {
  const similar = await findSimilarDemand(db, teamId, programme.year, {
    unitName: need.unit_name,
    title: need.title,
    otherThan: metadata.demandId,
  });
  return {
    ...(need.expert_slots > MANY_SLOTS ? { slots: String(need.expert_slots) } : {}),
    ...(similar ? { similar: similar.number } : {}),
  };
}

function withoutLooks({ slots: _, similar: __, ...ids }: FormIds): FormIds {
  return ids as FormIds;
}

/** Saves what was typed over what is known; undefined when this form was submitted before. */
async function keepTyped(
  { db }: Deps,
  { teamId, userId, typed, metadata, now }: Submission,
  demand: Demand | undefined,
): Promise<Typed | undefined> {
  const draft = { teamId, userId, draftId: metadata.draftId ?? '' };
  const resumed = { teamId, userId, draftId: metadata.resumes ?? '' };
  const known = {
    ...(demand ? typedOf(demand) : {}),
    ...(await findDraft(db, resumed))?.typed,
    ...(await findDraft(db, draft))?.typed,
  };
  const all = withTyped(known, typed);
  const saved = await saveDraft(db, draft, {
    kind: demand ? 'edit_demand' : 'post_demand',
    objectId: demand?.id ?? null,
    typed: all,
    now,
  });
  if (metadata.resumes) await actOnce(db, (trx) => useDraft(trx, resumed, now));
  return saved ? all : undefined;
}

/** The form was submitted before: the same delivery again, or a second window of it. */
async function answerAgain(
  deps: Deps,
  ask: Submission,
  programme: Programme,
  edited: Demand | undefined,
): Promise<Answer> {
  const demand = edited ?? (await findDemand(deps.db, ask.teamId, ask.metadata.draftId ?? ''));
  if (demand) return answerOutcome(deps, ask, demand, programme);
  return { notice: message(section(say(ask.locale, 'spent'))) };
}

async function recordsForUnit({ db }: Deps, { reader }: Ask, { districts }: Typed): Promise<boolean> {
  const [district] = Array.isArray(districts) ? districts : [];
  return (
    district !== undefined &&
    partFor(await findActor(db, reader), 'record_demand', { district }) !== undefined
  );
}

async function findAllowed(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  demandId: string | undefined,
): Promise<Allowed> {
  if (demandId) return findEditable(deps, ask, programme, demandId);
  const { refusal } = await askLeave(deps, ask, 'post_demand', {}, { kind: 'demand', id: '' });
  return refusal ? { refusal } : {};
}
