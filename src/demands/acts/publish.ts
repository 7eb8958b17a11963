import { isAboveCounty, isLevel } from '../../directory/unit.ts';
import type { Message } from '../../slack/blocks.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { type Case, decide, describeState, findCase, move } from '../decide-demand.ts';
import { buildDecided, buildMissing } from '../decided-blocks.ts';
import { type Move, movedBy } from '../decisions.ts';
import { isPublic, missingForPublication, passesOn } from '../demand.ts';
import { sayField, settledField } from '../field.ts';
import { buildHostReasonForm, type Pressed } from '../host-views.ts';
import { cardOf, decisionNewsOf, marksOf, reviewsOf } from '../tell.ts';
import { say } from '../words.ts';

/**
 * `publish_demand`: the need goes to the channel with its slots, matched by the field that is selected; where the bureau
 * publishes, the district's press passes it on. What is missing of the six clarities is listed, and nothing is published;
 * where the unit stands above the county, it is asked why, and then published.
 */
export async function publish(
  deps: Deps,
  click: Click,
  act: Pressed['act'] = 'publish_demand',
): Promise<Message | undefined> {
  const found = await findCase(deps, click, act, click.value);
  if ('refusal' in found) return found.refusal;
  const chosen = click.chosen?.field;
  const pressed = { act, field: typeof chosen === 'string' ? chosen : undefined };
  if (!needsReason(found)) return publishNow(deps, click, found, pressed);
  await click.open(buildHostReasonForm(found.demand, found.hostLevel, pressed, click.locale));
  return undefined;
}

/** The same with the reason, which stays on record. */
export async function submitHostReason(deps: Deps, ask: Submission): Promise<Answer> {
  const { locale, metadata, typed } = ask;
  // Publication never grants instant service, whatever was asked for; `grant_instant` does both (decision 31).
  const act = metadata.act === 'grant_instant' ? 'grant_instant' : 'publish_demand';
  const found = await findCase(deps, ask, act, metadata.demandId ?? '');
  if ('refusal' in found) return { notice: found.refusal };
  const reason = typeof typed.reason === 'string' ? typed.reason.trim() : '';
  if (!reason) return { errors: { reason: say(locale, 'required') } };
  const said = await publishNow(deps, ask, found, { act, field: metadata.field }, reason);
  return { notice: said ?? (await describeState(deps, ask, found)) };
}

/** Everything is there, it goes out by this press, and its unit isn't one that the programme is for. */
function needsReason({ demand, programme, asBureau, from, hostLevel }: Case): boolean {
  const { unitName: name, unitType } = demand;
  return (
    from.includes(demand.state) &&
    !passesOn(programme, asBureau) &&
    missingForPublication(demand).length === 0 &&
    isAboveCounty({ level: isLevel(hostLevel) ? hostLevel : undefined, unitType, name })
  );
}

async function publishNow(
  deps: Deps,
  ask: Ask,
  found: Case,
  pressed: Pressed,
  hostReason?: string,
): Promise<Message | undefined> {
  const { demand, programme } = found;
  const { locale } = ask;
  const outcome = await decide(deps, ask, found, async (current) => {
    if (missingForPublication(current.demand).length > 0) return current.demand;
    const field = settledField(pressed.field, current.demand, programme.catalogue);
    return passesOn(programme, found.asBureau)
      ? forward(deps, ask, current, field)
      : putInChannel(deps, ask, current, { act: pressed.act, field, hostReason });
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return describeState(deps, ask, found);
  if ('said' in outcome) return buildDecided(outcome, demand, locale);
  return buildMissing(outcome, locale);
}

async function putInChannel(
  deps: Deps,
  ask: Ask,
  current: Case,
  { act, field, hostReason }: Pressed & { hostReason: string | undefined },
) {
  const { programme, around } = current;
  const what: Move = { to: 'published', field, instant: act === 'grant_instant', hostReason };
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
