import { checkChange, typedOfChange } from '../../demands/altered.ts';
import { buildChangeForm } from '../../demands/altered-views.ts';
import { type Demand, isOpenForEdits, isServiceOver } from '../../demands/demand.ts';
import { type FormContext, MANY_SLOTS } from '../../demands/demand-form.ts';
import { openEdit } from '../../demands/open-demand.ts';
import { findDemand } from '../../demands/repository.ts';
import { leadsFrom } from '../../demands/transitions.ts';
import { say } from '../../demands/words-after.ts';
import { today } from '../../programme/programme.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { alterNeed, tookPlace } from '../alter.ts';
import { buildAltered, followUpButton, reopenButton } from '../alter-views.ts';
import { listLiveCases } from '../case-sql.ts';
import { reasonSchema } from '../consent.ts';
import { enterNeed, explainNeed, type NeedEntry } from '../enter-need.ts';

type ChangeAct = 'change_demand' | 'reopen_demand';

/** `edit_demand`: while a need is checked its own form; once it is published, what can still be changed of it. */
export async function openChange(deps: Deps, click: Click): Promise<void> {
  const demand = await findDemand(deps.db, click.teamId, click.value);
  if (demand && !isOpenForEdits(demand)) return openAlteration(deps, click, 'change_demand');
  const refusal = await openEdit(deps, click, click.value);
  if (refusal) await click.reply(refusal);
}

/** `reopen_demand`: an expired, closed or postponed need gets new dates. */
export async function openReopening(deps: Deps, click: Click): Promise<void> {
  await openAlteration(deps, click, 'reopen_demand');
}

async function openAlteration(deps: Deps, click: Click, act: ChangeAct): Promise<void> {
  const entry = await enterNeed(deps, click, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const refusal = await refuseChange(deps, click, entry, act);
  if (refusal) return click.reply(refusal);
  const { demand, changedAt } = entry;
  const context = contextOf(click, entry, act);
  const typed = typedOfChange(demand, context);
  await click.open(formOf(click, entry, act, { typed, ids: { demandId: demand.id, seen: changedAt } }));
}

/** The submitted form: checked, and then done as one act. */
export async function submitChange(deps: Deps, ask: Submission, act: ChangeAct): Promise<Answer> {
  const { locale, metadata } = ask;
  const entry = await enterNeed(deps, ask, act, metadata.demandId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { demand, doer } = entry;
  const refusal = await refuseChange(deps, ask, entry, act);
  if (refusal) return { notice: refusal };
  const { typed, slots } = typedWith(ask);
  const reason = check(reasonSchema(locale), ask.typed);
  const checked = checkChange(typed, demand, contextOf(ask, entry, act));
  const errors = { ...(checked.ok ? {} : checked.errors), ...(reason.ok ? {} : reason.errors) };
  if (!checked.ok || !reason.ok) return { errors };

  const wanted = checked.value.expert_slots;
  const isMany = wanted > MANY_SLOTS && wanted !== demand.expertSlots && slots !== String(wanted);
  const ids = { demandId: demand.id, seen: metadata.seen ?? '' };
  if (isMany)
    return { view: formOf(ask, entry, act, { typed: ask.typed, ids: { ...ids, slots: String(wanted) } }) };
  const outcome = await alterNeed(deps.db, doer, entry, {
    act,
    change: checked.value,
    reason: reason.value.reason,
    seen: metadata.seen,
  });
  if (outcome === 'unseen') return showAgain(deps, ask, entry, act);
  if (outcome === 'decided' || outcome === 'repeated')
    return { notice: await explainNeed(deps, ask, doer.programme, await latest(deps, demand)) };
  if ('held' in outcome)
    return { errors: { expert_slots: say(locale, 'slots_held', { held: outcome.held }) } };
  return { notice: buildAltered(act, demand.number, outcome, locale) };

  async function latest({ db }: Deps, before: Demand): Promise<Demand> {
    return (await findDemand(db, ask.teamId, before.id)) ?? before;
  }
}

/** Why it is not the time for it. */
async function refuseChange(
  deps: Deps,
  ask: Ask,
  { demand, doer }: NeedEntry,
  act: ChangeAct,
): Promise<Message | undefined> {
  const { locale } = ask;
  const { number } = demand;
  const day = today(doer.programme, ask.now);
  if (!leadsFrom(act, demand)) {
    const told = await explainNeed(deps, ask, doer.programme, demand);
    return leadsFrom('reopen_demand', demand)
      ? message(...told.blocks, ...reopenButton(demand, locale))
      : told;
  }
  const isOver = demand.state === 'closed' || isServiceOver(demand, day);
  if (!isOver) return undefined;
  const claims = await listLiveCases(deps.db, ask.teamId, demand.id);
  const isServed = claims.some((one) => tookPlace(one, day));
  if (act === 'reopen_demand')
    return isServed ? message(section(say(locale, 'served_already', { number }))) : undefined;
  return isServed
    ? message(section(say(locale, 'over_served', { number })), followUpButton(demand, locale))
    : message(section(say(locale, 'over_already', { number })), reopenButton(demand, locale));
}

/** The need as it stands now, with what the person had typed where that differs from what they had read. */
async function showAgain(deps: Deps, ask: Submission, entry: NeedEntry, act: ChangeAct): Promise<Answer> {
  const fresh = await enterNeed(deps, ask, act, entry.demand.id);
  if (fresh.refusal) return { notice: fresh.refusal };
  const { demand, changedAt } = fresh;
  const note = say(ask.locale, 'changed_meanwhile', { number: demand.number });
  const now = typedOfChange(demand, contextOf(ask, fresh, act));
  const ids = { demandId: demand.id, seen: changedAt };
  return { view: formOf(ask, fresh, act, { typed: { ...now, ...ask.typed }, ids, note }) };
}

/** A tick given to another number doesn't count for this one. */
function typedWith({ typed, metadata }: Submission) {
  const isTicked = Array.isArray(typed.confirm) && typed.confirm.includes('yes');
  const { confirm: _, reason: __, ...fields } = typed;
  return { typed: fields, slots: isTicked ? metadata.slots : undefined };
}

function contextOf(ask: Ask, { doer, byCoordinator }: NeedEntry, act: ChangeAct) {
  const day = today(doer.programme, ask.now);
  const form: FormContext = {
    locale: ask.locale,
    programme: doer.programme,
    today: day,
    wordsYear: day.year,
    recordedByCoordinator: byCoordinator,
  };
  return { form, byCoordinator, reopens: act === 'reopen_demand' };
}

function formOf(
  { locale }: Ask,
  { demand, doer }: NeedEntry,
  act: ChangeAct,
  parts: Pick<Parameters<typeof buildChangeForm>[0], 'typed' | 'ids' | 'note'>,
) {
  const isReopening = act === 'reopen_demand';
  return buildChangeForm({
    ...parts,
    locale,
    programme: doer.programme,
    callbackId: isReopening ? VIEWS.reopenDemand : VIEWS.changeDemand,
    title: say(locale, isReopening ? 'reopen_title' : 'change_title', { number: demand.number }),
  });
}
