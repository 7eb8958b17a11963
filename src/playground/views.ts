/** Modals and Home tabs as Slack keeps them: a stack of at most three modals, a hash per change. */
import { randomBytes } from 'node:crypto';
import { nameBlocks } from './block-ids.ts';
import { checkView, isViewTooLarge } from './block-kit/check-view.ts';
import { refusePictures } from './files.ts';
import type { Block, View } from './records.ts';
import { faultApp, freshId, type Team } from './team.ts';
import { initialState, keepState } from './view-state.ts';

export const MAX_STACK = 3;

type Given = Record<string, unknown>;

export interface Refusal {
  error: string;
  messages?: string[];
}

/** Why Slack would refuse this view, if it would; noted as a violation. */
export function refuseView(
  team: Team,
  view: unknown,
  type: 'modal' | 'home',
  where: string,
): Refusal | undefined {
  const blocks = (view as Given | null)?.blocks;
  if (isViewTooLarge(view) || (Array.isArray(blocks) && blocks.length > 100)) {
    faultApp(team, `${where}: view_too_large`);
    return { error: 'view_too_large' };
  }
  const messages = checkView(view, type);
  if (messages.length > 0) {
    faultApp(team, `${where}: ${messages.join('; ')}`);
    return { error: 'invalid_arguments', messages };
  }
  const pictures = refusePictures(team, blocks);
  if (pictures.length > 0) return { error: 'invalid_arguments', messages: pictures };
  const { external_id: externalId } = view as Given;
  if (externalId && isExternalIdTaken(team, String(externalId))) return { error: 'duplicate_external_id' };
  return undefined;
}

function isExternalIdTaken(team: Team, externalId: string): boolean {
  return [...team.modals.values()].flat().some((view) => view.external_id === externalId);
}

function freshHash(team: Team): string {
  return `${Math.floor(team.options.wallNow() / 1000)}.${randomBytes(6).toString('base64url')}`;
}

/** A view from what the app gave, already checked. */
export function createView(team: Team, given: Given): View {
  const id = freshId(team, 'V');
  const view = { id, ...describe(team, given), root_view_id: id, previous_view_id: null } as View;
  view.state = { values: initialState(view.blocks) };
  return view;
}

/** New content in an open view; typed values stay under equal block_id + action_id pairs. */
export function replaceView(team: Team, view: View, given: Given): void {
  const before = view.state.values;
  Object.assign(view, describe(team, given));
  view.state = { values: keepState(view.blocks, before) };
  team.errors.delete(view.id);
}

function describe(team: Team, given: Given) {
  return {
    team_id: team.id,
    type: given.type,
    blocks: nameBlocks(team, structuredClone(given.blocks) as Block[]),
    private_metadata: given.private_metadata ?? '',
    callback_id: given.callback_id ?? '',
    external_id: given.external_id ?? '',
    title: withEmoji(given.title ?? { type: 'plain_text', text: 'View Title' }),
    submit: withEmoji(given.submit),
    close: withEmoji(given.close),
    clear_on_close: given.clear_on_close ?? false,
    notify_on_close: given.notify_on_close ?? false,
    hash: freshHash(team),
    app_id: team.appId,
    bot_id: team.botId,
    app_installed_team_id: team.id,
  };
}

/** Slack says so in what it shows back, unless the app said otherwise. */
function withEmoji(text: unknown) {
  return text ? { emoji: true, ...(text as object) } : null;
}

/** A person's open modals, the top last. */
export function stackOf(team: Team, user: string): View[] {
  const stack = team.modals.get(user) ?? [];
  team.modals.set(user, stack);
  return stack;
}

/** Puts a view on top of a person's stack. */
export function pushView(team: Team, user: string, view: View): void {
  const stack = stackOf(team, user);
  view.root_view_id = stack[0]?.id ?? view.id;
  view.previous_view_id = stack.at(-1)?.id ?? null;
  stack.push(view);
}

/** Takes the top view, or the whole stack, off the screen. */
export function dropViews(team: Team, user: string, all: boolean): View[] {
  const stack = stackOf(team, user);
  const dropped = all ? stack.splice(0) : stack.splice(-1);
  for (const view of dropped) team.errors.delete(view.id);
  return dropped;
}

/** A copy as it goes over the wire. */
export function exportView(view: View): View {
  return structuredClone(view);
}

/** Finds an open modal or a Home tab, with the person who looks at it. */
export function findView(team: Team, viewId: string): { user: string; view: View } | undefined {
  for (const [user, stack] of team.modals) {
    const view = stack.find(({ id }) => id === viewId);
    if (view) return { user, view };
  }
  for (const [user, view] of team.homes) if (view.id === viewId) return { user, view };
  return undefined;
}
