import type { Message } from '../../slack/blocks.ts';
import type { Ask, Click, Deps } from '../../slack/interaction.ts';
import { type Case, decide, describeState, findCase, move } from '../decide-demand.ts';
import { buildDecided, buildMissing } from '../decided-blocks.ts';
import { type Move, movedBy } from '../decisions.ts';
import { isPublic, missingForPublication, passesOn } from '../demand.ts';
import { sayField, settledField } from '../field.ts';
import { cardOf, decisionNewsOf, marksOf, reviewsOf } from '../tell.ts';

/**
 * `publish_demand`: the need goes to the channel with its slots, matched by the field that is selected; where the bureau
 * publishes, the district's press passes it on. What is missing of the six clarities is listed, and nothing is published.
 */
export async function publish(
  deps: Deps,
  click: Click,
  act: PublishAct = 'publish_demand',
): Promise<Message | undefined> {
  const found = await findCase(deps, click, act, click.value);
  if ('refusal' in found) return found.refusal;
  const { demand, programme } = found;
  const { locale } = click;
  const outcome = await decide(deps, click, found, async (current) => {
    if (missingForPublication(current.demand).length > 0) return current.demand;
    const field = settledField(click.chosen?.field, current.demand, programme.catalogue);
    return passesOn(programme, found.asBureau)
      ? forward(deps, click, current, field)
      : putInChannel(deps, click, current, { act, field });
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return describeState(deps, click, found);
  if ('said' in outcome) return buildDecided(outcome, demand, locale);
  return buildMissing(outcome, locale);
}

/** Publication never grants instant service, whatever was asked for; `grant_instant` does both (decision 31). */
type PublishAct = 'publish_demand' | 'grant_instant';

async function putInChannel(
  deps: Deps,
  ask: Ask,
  current: Case,
  { act, field }: { act: PublishAct; field: string | undefined },
) {
  const { programme, around } = current;
  const what: Move = { to: 'published', field, instant: act === 'grant_instant' };
  const demand = movedBy(current, what, ask.now);
  const undo = await move(deps, ask, current, act, what, {
    asked: isPublic(demand) ? [cardOf(demand, programme)] : [],
    told: decisionNewsOf(ask.teamId, demand, around, ask.userId),
    ...marksOf(demand, around),
  });
  if (typeof undo !== 'number') return undo;
  const said = isPublic(demand) ? ('published_done' as const) : ('published_private_done' as const);
  return { said, undo, matchedBy: sayField(field, programme.catalogue, ask.locale) };
}

async function forward(deps: Deps, ask: Ask, current: Case, field: string | undefined) {
  const { around } = current;
  const what: Move = { to: 'bureau_review', field };
  const demand = movedBy(current, what, ask.now);
  const said = { asked: reviewsOf(ask.teamId, demand, around), ...marksOf(demand, around) };
  const done = await move(deps, ask, current, 'forward_demand', what, said);
  return typeof done === 'number' ? { said: 'forwarded_done' as const } : done;
}
