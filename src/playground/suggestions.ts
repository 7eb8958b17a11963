/** Lists that only the app knows: it is asked for options while a person types (`block_suggestion`). */
import type { BlockSuggestion } from '@slack/bolt';
import { checkMenu } from './block-kit/check-options.ts';
import { createProblems, isFields } from './block-kit/problems.ts';
import type { Courier } from './courier.ts';
import { findElement, findField, type Placed } from './elements.ts';
import { exportMessage } from './messages.ts';
import { common, placeOf } from './payloads.ts';
import { isView, type Place, requireVisible } from './presses.ts';
import type { Delivery } from './records.ts';
import { faultApp, type Team } from './team.ts';
import { type Shown, suggestionKey } from './view-state.ts';
import { exportView } from './views.ts';

/** Slack's own; Chinese names are shorter, so an app says less. */
const MIN_QUERY = 3;

export interface OptionGroup {
  label: Shown['text'];
  options: Shown[];
}

export interface Suggested {
  delivery: Delivery;
  /** Options that came without a group stand in one without a label. */
  groups: OptionGroup[];
  /** Why there is nothing to choose: as the delivery says, or that the answer was no list. */
  error?: string;
}

/** What is typed, and where: a block's one field needs no `actionId`. */
export interface Query {
  blockId: string;
  actionId?: string;
  query: string;
}

/** Types into a list of the app's own; throws when it isn't on the screen or Slack would not ask yet. */
export async function suggest(
  team: Team,
  courier: Courier,
  user: string,
  place: Place,
  { blockId, actionId, query }: Query,
): Promise<Suggested> {
  requireVisible(team, user, place);
  const placed = actionId ? findElement(place.blocks, actionId, blockId) : findField(place.blocks, blockId);
  const { min_query_length: least = MIN_QUERY, type } = placed.element;
  if (!type.includes('external')) throw new Error(`${blockId} has its options already`);
  if (query.length < Number(least)) throw new Error(`${blockId} asks from ${String(least)} characters on`);
  const delivery = await courier.send('block_suggestion', buildSuggestion(team, user, place, placed, query));
  if (delivery.error) return { delivery, groups: [], error: delivery.error };
  const groups = readGroups(team, delivery.response);
  if (!groups) return { delivery, groups: [], error: 'trouble_connecting' };
  for (const { options } of groups)
    for (const option of options)
      team.suggested.set(suggestionKey(placed.element.action_id, option.value), option);
  return { delivery, groups };
}

function buildSuggestion(team: Team, user: string, place: Place, { block, element }: Placed, value: string) {
  const asked = {
    type: 'block_suggestion' as const,
    ...common(team, user),
    action_id: element.action_id ?? '',
    block_id: block.block_id ?? '',
    value,
  };
  if (isView(place))
    return {
      ...asked,
      container: { type: 'view', view_id: place.id },
      view: exportView(place),
    } satisfies BlockSuggestion;
  const channel = team.channels.get(place.channel);
  if (!channel) throw new Error(`no channel ${place.channel}`);
  const container = { type: 'message', message_ts: place.ts, channel_id: channel.id };
  const isEphemeral = 'id' in place;
  return {
    ...asked,
    container: { ...container, is_ephemeral: isEphemeral },
    channel: placeOf(channel),
    ...(isEphemeral ? {} : { message: exportMessage(team, place) }),
  } satisfies BlockSuggestion;
}

/** An answer as Slack wants it, `options` or `option_groups` of at most a hundred; a bare `options: []` is no match. */
function readGroups(team: Team, answer: unknown): OptionGroup[] | undefined {
  const none = { type: 'plain_text' as const, text: '' };
  if (isFields(answer) && Array.isArray(answer.options) && answer.options.length === 0) return [];
  const problems = createProblems('modal');
  if (isFields(answer)) checkMenu(problems, '', answer);
  if (!isFields(answer) || problems.messages.length > 0) {
    faultApp(team, `block_suggestion: ${problems.messages.join('; ') || 'no options in the answer'}`);
    return undefined;
  }
  if (answer.options) return [{ label: none, options: answer.options as Shown[] }];
  return answer.option_groups as OptionGroup[];
}
