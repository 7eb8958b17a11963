/** Presses and choices: block_actions from messages, modals and the Home tab. */
import type { Courier } from './courier.ts';
import { findElement, findField, isStateful, type Placed } from './elements.ts';
import { canSee } from './messages.ts';
import { actionTs, buildMessageAction, buildViewAction } from './payloads.ts';
import type { Delivery, Ephemeral, Message, StateValues, Typed, View } from './records.ts';
import { findMessage, type Team } from './team.ts';
import { type Given, initialState, listOptions, mergeState, stateValue } from './view-state.ts';

export interface PressOptions {
  blockId?: string;
  /** What is chosen or typed; for a button its own value is sent. */
  value?: Typed;
  selectedOptionValue?: string;
  /** What was chosen in the message before, by block and action. */
  state?: Given;
}

export type Place = Message | View | Ephemeral;

/** Whether it is a modal or a Home tab. */
export function isView(place: Place): place is View {
  return 'hash' in place;
}

function isEphemeral(place: Message | Ephemeral): place is Ephemeral {
  return 'id' in place;
}

/** Presses an element that the person can see; throws when it is not there. */
export async function press(
  team: Team,
  courier: Courier,
  user: string,
  place: Place,
  actionId: string,
  options: PressOptions,
): Promise<Delivery> {
  requireVisible(team, user, place);
  team.notices.delete(user);
  const placed = findElement(place.blocks, actionId, options.blockId);
  const payload = isView(place)
    ? actInView(team, user, place, placed, options)
    : actOnMessage(team, user, place, placed, options);
  const delivery = await courier.send('block_actions', payload);
  if (delivery.error) team.notices.set(user, delivery.error);
  team.changed();
  return delivery;
}

/** Chooses in a view's field, and tells the app, as fields do that dispatch actions. */
export function choose(
  team: Team,
  courier: Courier,
  user: string,
  view: View,
  blockId: string,
  value: Typed,
): Promise<Delivery> {
  const { element } = findField(view.blocks, blockId);
  return press(team, courier, user, view, element.action_id ?? '', { blockId, value });
}

/** Throws when the person can't see it. */
export function requireVisible(team: Team, user: string, place: Place): void {
  if (isView(place)) {
    const isOpen = team.modals.get(user)?.includes(place) || team.homes.get(user) === place;
    if (!isOpen) throw new Error(`view ${place.id} is not open for ${user}`);
    return;
  }
  const channel = team.channels.get(place.channel);
  if (!channel || !canSee(team, user, channel)) throw new Error(`${user} cannot see ${place.channel}`);
  if (isEphemeral(place) ? place.user !== user : place.deleted)
    throw new Error(`message ${place.ts} is not there for ${user}`);
}

function actInView(team: Team, user: string, view: View, placed: Placed, options: PressOptions) {
  const { block, element } = placed;
  if (block.type === 'input' && block.dispatch_action !== true)
    throw new Error(`${block.block_id} does not dispatch actions; fill it in`);
  const action = buildAction(team, placed, options);
  if (isStateful(placed)) setState(team, view.state.values, placed, options);
  return buildViewAction(team, user, view, { ...action, type: element.type });
}

function actOnMessage(
  team: Team,
  user: string,
  place: Message | Ephemeral,
  placed: Placed,
  options: PressOptions,
) {
  const channel = team.channels.get(place.channel);
  if (!channel) throw new Error(`no channel ${place.channel}`);
  const values = mergeState(place.blocks, initialState(place.blocks), options.state ?? {}, team);
  if (isStateful(placed)) setState(team, values, placed, options);
  const live = isEphemeral(place) ? place : findMessage(team, place.channel, place.ts);
  if (!live) throw new Error(`message ${place.ts} is not there for ${user}`);
  const original = isEphemeral(live) ? { ephemeral: live } : { message: live };
  return buildMessageAction(team, user, channel, original, buildAction(team, placed, options), values);
}

function setState(team: Team, values: StateValues, { block, element }: Placed, options: PressOptions): void {
  const value = stateValue(element, chosen(options), team);
  const blockId = block.block_id ?? '';
  values[blockId] = { ...values[blockId], [element.action_id ?? '']: value };
}

function chosen({ value, selectedOptionValue }: PressOptions): Typed {
  return selectedOptionValue ?? value ?? null;
}

function buildAction(team: Team, placed: Placed, options: PressOptions) {
  const { block, element } = placed;
  const base = {
    type: element.type,
    action_id: element.action_id ?? '',
    block_id: block.block_id ?? '',
    action_ts: actionTs(team),
  };
  if (element.type === 'overflow') {
    const option = listOptions(element).find(({ value }) => value === chosen(options));
    if (!option) throw new Error(`${element.action_id} has no option ${String(chosen(options))}`);
    return { ...base, selected_option: option };
  }
  if (element.type === 'feedback_buttons') {
    const sides = [element.positive_button, element.negative_button] as { value: string; text: unknown }[];
    const side = sides.find(({ value }) => value === chosen(options)) ?? sides[0];
    return { ...base, value: side?.value, text: side?.text };
  }
  if (isStateful(placed)) return { ...base, ...stateValue(element, chosen(options), team) };
  const { text, value, url, style, confirm, icon } = element;
  return { ...base, ...definedOnly({ text, value, url, style, confirm, icon }) };
}

function definedOnly(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
