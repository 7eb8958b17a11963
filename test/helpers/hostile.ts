import fc from 'fast-check';
import type { Delivery, DeliveryKind } from '../../src/playground/records.ts';
import { issueResponseUrl, issueTrigger } from '../../src/playground/triggers.ts';
import { tidy } from '../../src/slack/text.ts';
import { CHANNEL, type Desk } from './desk.ts';

const NASTY = [
  '<!channel> @here <@U0BUREAU>',
  '<https://evil.example|click> https://evil.example',
  '*粗体* _斜_ ~删~ `码` ```块``` &amp;lt; a&b<c>d',
  '=HYPERLINK("http://x")',
  "'; drop table demand; --",
  '{number} {title} {n|one|many}',
  '\u202Eabc\u202C \u2067x',
  '\u00AD\u200B\uFEFF',
  '一\n二\n\n三',
  '👨‍👩‍👧‍👦'.repeat(400),
  '天<'.repeat(2500),
  `a${'\u0301'.repeat(4200)}`,
];

/** What people may have written, as it is stored: the nasty kinds first, longer than any form allows among them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 120 }).map(tidy),
  fc.string({ unit: 'grapheme', maxLength: 400 }).map(tidy),
  fc.constant(''),
);

/** Everything the person is told by this interaction. */
export interface Told {
  delivery: Delivery;
  /** What stands beside the message for this person alone, or in the window that answers. */
  text: string;
}

export interface Forged {
  teamId?: string;
  /** As many copies of the same payload arrive at the same moment. */
  times?: number;
}

/**
 * A press that Slack would only send for a button which that person can see, though with all that Slack gives with
 * a press: the answer reaches the person.
 */
export async function forgePress(
  desk: Desk,
  user: string,
  actionId: string,
  value: string,
  { teamId = desk.workspace.teamId, times = 1 }: Forged = {},
): Promise<Told> {
  const { team } = desk.workspace;
  const shown = desk.as(user).ephemerals.length;
  const windows = new Set(desk.as(user).views);
  const delivery = await deliverAtOnce(desk, times, 'block_actions', {
    type: 'block_actions',
    ...envelope(desk, user, teamId),
    container: { type: 'message', channel_id: CHANNEL, message_ts: '1.1', is_ephemeral: false },
    channel: { id: CHANNEL, name: 'needs' },
    trigger_id: issueTrigger(team, user),
    response_url: issueResponseUrl(team, { user, channel: CHANNEL }),
    state: { values: {} },
    actions: [
      {
        ...{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1.1' },
        text: { type: 'plain_text', text: 'x' },
      },
    ],
  });
  const beside = desk.as(user).ephemerals.slice(shown);
  const opened = desk.as(user).views.filter((view) => !windows.has(view));
  return { delivery, text: JSON.stringify([beside.map(({ blocks }) => blocks), opened]) };
}

/** A window that was never opened, or long ago, submitted all the same; `metadata` says about what. */
export async function forgeSubmit(
  desk: Desk,
  user: string,
  callbackId: string,
  {
    metadata = {},
    values = {},
    teamId = desk.workspace.teamId,
    times = 1,
  }: Forged & { metadata?: Record<string, string>; values?: Record<string, string | string[]> } = {},
): Promise<Told> {
  const { team } = desk.workspace;
  const delivery = await deliverAtOnce(desk, times, 'view_submission', {
    type: 'view_submission',
    ...envelope(desk, user, teamId),
    trigger_id: issueTrigger(team, user),
    response_urls: [],
    view: {
      ...{ id: `V0FORGED${team.sequence}`, team_id: teamId, app_id: team.appId, bot_id: team.botId },
      ...{ type: 'modal', callback_id: callbackId, private_metadata: JSON.stringify(metadata), hash: '1.x' },
      ...{ title: text('x'), submit: text('x'), close: text('x'), clear_on_close: false, external_id: '' },
      ...{ notify_on_close: false, previous_view_id: null, root_view_id: null },
      blocks: Object.keys(values).map((block_id) => ({
        ...{ type: 'input', block_id, label: text(block_id), optional: true },
        element: { type: 'plain_text_input', action_id: block_id },
      })),
      state: {
        values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, typed(id, value)])),
      },
    },
  });
  return { delivery, text: JSON.stringify(delivery.response) };
}

/** Returns the first of the copies, after everything they set going. */
async function deliverAtOnce(
  desk: Desk,
  times: number,
  kind: DeliveryKind,
  payload: object,
): Promise<Delivery> {
  const copies = Array.from({ length: times }, () => desk.workspace.deliver(kind, payload));
  const [first] = await Promise.all(copies);
  await desk.settle();
  if (!first) throw new Error('nothing was delivered');
  return first;
}

function envelope({ workspace }: Desk, user: string, teamId: string) {
  return {
    user: { id: user, username: user, name: user, team_id: teamId },
    team: { id: teamId, domain: 'experts' },
    ...{ api_app_id: workspace.appId, token: 'x', enterprise: null, is_enterprise_install: false },
  };
}

function text(words: string) {
  return { type: 'plain_text', text: words, emoji: false };
}

function typed(id: string, value: string | string[]) {
  const state = Array.isArray(value)
    ? { type: 'multi_static_select', selected_options: value.map((one) => ({ value: one, text: text(one) })) }
    : { type: 'plain_text_input', value };
  return { [id]: state };
}
