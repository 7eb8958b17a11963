import { isServiceOver } from '../../demands/demand.ts';
import { findDemand } from '../../demands/repository.ts';
import { leadsFrom } from '../../demands/transitions.ts';
import { say } from '../../demands/words-after.ts';
import { buildReasonForm } from '../../directory/views.ts';
import { today } from '../../programme/programme.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { alterNeed } from '../alter.ts';
import { buildAltered, reopenButton } from '../alter-views.ts';
import { reasonSchema } from '../consent.ts';
import { enterNeed, explainNeed, type NeedEntry } from '../enter-need.ts';

type EndAct = 'postpone_demand' | 'close_demand';

/**
 * `postpone_demand`: no date yet; who claimed keeps the slot, and nobody is reminded. `close_demand`: what has not taken
 * place ends, what was served stays. Both ask why.
 */
export async function openEnd(deps: Deps, click: Click, act: EndAct): Promise<void> {
  const { locale } = click;
  const entry = await enterNeed(deps, click, act, click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const refusal = await refuseEnd(deps, click, entry, act);
  if (refusal) return click.reply(refusal);
  const isPostponed = act === 'postpone_demand';
  const { demand } = entry;
  await click.open(
    buildReasonForm(
      locale,
      {
        callbackId: isPostponed ? VIEWS.postponeDemand : VIEWS.closeDemand,
        title: say(locale, isPostponed ? 'postpone_title' : 'close_title'),
        label: say(locale, isPostponed ? 'postpone_reason' : 'close_reason'),
        hint: say(locale, isPostponed ? 'postpone_hint' : 'close_hint'),
        submit: say(locale, isPostponed ? 'postpone' : 'close'),
      },
      { demandId: demand.id },
    ),
  );
}

export async function submitEnd(deps: Deps, ask: Submission, act: EndAct): Promise<Answer> {
  const { locale, teamId } = ask;
  const checked = check(reasonSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const entry = await enterNeed(deps, ask, act, ask.metadata.demandId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { demand, doer } = entry;
  const refusal = await refuseEnd(deps, ask, entry, act);
  if (refusal) return { notice: refusal };
  const outcome = await alterNeed(deps.db, doer, entry, { act, reason: checked.value.reason });
  if (typeof outcome === 'object' && 'undo' in outcome)
    return { notice: buildAltered(act, demand.number, outcome, locale) };
  const latest = (await findDemand(deps.db, teamId, demand.id)) ?? demand;
  return { notice: await explainNeed(deps, ask, doer.programme, latest) };
}

async function refuseEnd(
  deps: Deps,
  ask: Ask,
  { demand, doer }: NeedEntry,
  act: EndAct,
): Promise<Message | undefined> {
  const { locale } = ask;
  if (!leadsFrom(act, demand)) return explainNeed(deps, ask, doer.programme, demand);
  if (act === 'close_demand' || !isServiceOver(demand, today(doer.programme, ask.now))) return undefined;
  const { number } = demand;
  return message(section(say(locale, 'over_already', { number })), reopenButton(demand, locale));
}
