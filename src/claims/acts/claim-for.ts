import { z } from 'zod';
import { NO_SEATS } from '../../demands/demand.ts';
import { countSeats } from '../../demands/repository.ts';
import { askLeave } from '../../directory/refuse.ts';
import { findActor } from '../../directory/roles.ts';
import { searchAllExperts } from '../../directory/search-experts.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import type { Locale } from '../../i18n/locale.ts';
import { today } from '../../programme/programme.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Option, Typed } from '../../slack/form.ts';
import type { Click, Deps, Search, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { readPress } from '../case-sql.ts';
import { buildChooseEmployer } from '../choose-views.ts';
import { buildClaimForForm, buildClaimForReply, sayClosed } from '../claim-for-views.ts';
import { claimSlot } from '../claim-slot.ts';
import type { Wanted } from '../claimants-sql.ts';
import { enterNeed } from '../enter-need.ts';
import { refuseDemand } from '../outcome.ts';
import { nameNeed } from '../views.ts';
import { say } from '../words-claim-for.ts';

/** `claim_for`: a coordinator claims for an expert, who may have no account; asks who, and how they said yes. */
export async function openClaimFor(deps: Deps, click: Click): Promise<void> {
  const entry = await enterNeed(deps, click, 'claim_for', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { demand, doer } = entry;
  const about = { demand, programme: doer.programme, locale: click.locale };
  const closed = refuseDemand(demand, today(doer.programme, click.now));
  if (closed?.kind === 'closed' || closed?.kind === 'not_published')
    return click.reply(message(section(sayClosed(closed, about))));
  const seats = (await countSeats(deps.db, click.teamId, [demand.id])).get(demand.id) ?? NO_SEATS;
  if (seats.free === 0)
    return click.reply(
      message(
        section(say(click.locale, 'none_free', { need: nameNeed(demand, about.programme, click.locale) })),
      ),
    );
  await click.open(buildClaimForForm(about));
}

/** In the expert's name, by the same statement and the same rules as a click of their own. */
export async function submitClaimFor(deps: Deps, ask: Submission): Promise<Answer> {
  const expertId = typeof ask.typed.expert === 'string' ? ask.typed.expert : '';
  return claimFor(deps, ask, { demandId: ask.metadata.demandId ?? '', expertId, reason: ask.typed.reason });
}

/** The same once it is known for which of two employers they go. */
export async function claimFor(
  deps: Deps,
  ask: Submission,
  wanted: Wanted & { expertId: string; reason: Typed[string] | undefined },
): Promise<Answer> {
  const { userId, locale, now, cause } = ask;
  const { demandId, expertId, employerId, reason: said } = wanted;
  const checked = check(claimForSchema(locale), { expert: expertId, reason: said ?? null });
  const chosen = { expertId, employerId, forAnother: true };
  const { programme, demand, ...press } = await readPress(deps.db, ask, demandId, chosen);
  if (!programme) return { notice: setUpFirst(ask) };
  if (!demand) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const { expert } = press;
  const { district } = demand;
  const whose = expert
    ? {
        district,
        systems: [expert.system],
        expertUsers: [expert.userId ?? null],
        assistantUsers: [expert.assistantUser ?? null],
      }
    : { district };
  const leave = await askLeave(deps, ask, 'claim_for', whose, { kind: 'demand', id: demandId });
  if (leave.refusal) return { notice: leave.refusal };
  if (!checked.ok) return { errors: checked.errors };
  if (!expert) return { errors: { expert: say(locale, 'expert_unknown') } };
  const { onBehalfOf, how } = leave;
  const { reason } = checked.value;
  const claim = { ...press, programme, demand, employerId, userId, onBehalfOf, how, reason, now, cause };
  const outcome = await claimSlot(deps.db, claim);
  if (outcome.kind === 'choose_employer')
    return { view: buildChooseEmployer(outcome.expert, demand, locale, { reason }) };
  return { notice: buildClaimForReply(outcome, expert, { demand, programme, locale }) };
}

function claimForSchema(locale: Locale) {
  const required = z.string({ error: say(locale, 'required') }).trim();
  return z.object({
    expert: required.min(1, say(locale, 'required')),
    reason: required.min(1, say(locale, 'required')).max(500),
  });
}

/** Everybody who is registered, for coordinators alone. */
export async function suggestForClaim(deps: Deps, { reader, teamId, query }: Search): Promise<Option[]> {
  const { bureau, districts, systems } = await findActor(deps.db, reader);
  if (!bureau && districts.length + systems.length === 0) return [];
  return searchAllExperts(deps.db, teamId, query);
}
