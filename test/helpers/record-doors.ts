import { buildClosed, buildEvent } from '../../src/playground/payloads.ts';
import type { Delivery } from '../../src/playground/records.ts';
import { CHANNEL, type Desk, giveRole, registerVerified } from './desk.ts';
import { publishNeed } from './need.ts';

/** Every door of the bot: what Slack sends and what we listen to. A new one is recorded here, and changed at random. */
export const DOORS: readonly string[] = [
  ...['command', 'block_suggestion', 'view_submission', 'view_closed', 'shortcut', 'message_action'],
  ...['block_actions message button', 'block_actions home button', 'block_actions modal button'],
  'block_actions modal static_select',
  ...['app_home_opened', 'app_mention', 'user_change', 'app_uninstalled', 'tokens_revoked'].map(toEvent),
  ...['member_joined_channel', 'member_left_channel'].map(toEvent),
  ...['channel_archive', 'channel_unarchive', 'channel_deleted'].map(toEvent),
  ...['group_archive', 'group_unarchive', 'group_deleted'].map(toEvent),
];

function toEvent(type: string): string {
  return `event ${type}`;
}

/** What the first screen of a need can't do without. */
const NEED_AT_ONCE = {
  ...{
    unit_name: 'Clinic',
    districts: ['binhai'],
    action_line: 'other',
    title: 'A doctor',
    expert_slots: '1',
  },
  time_text: 'soon',
};

/** By which door it came in. */
export function doorOf({ kind, body }: Delivery): string {
  const { event, view, actions } = body as {
    event?: { type: string };
    view?: { type: string };
    actions?: { type: string }[];
  };
  if (kind === 'event') return toEvent(event?.type ?? '');
  if (kind !== 'block_actions') return kind;
  return `${kind} ${view?.type ?? 'message'} ${actions?.[0]?.type ?? ''}`;
}

/** Slack's own doings, which nobody in the local workspace can do: they are told with the ids of things that exist. */
async function tellOfTheRest({ workspace }: Desk): Promise<void> {
  const told = [
    { type: 'channel_deleted', channel: 'C0OTHER' },
    { type: 'group_deleted', channel: 'G0OTHER' },
    { type: 'app_uninstalled' },
    { type: 'tokens_revoked', tokens: { oauth: ['U0HOST'], bot: [workspace.botUserId] } },
  ];
  for (const event of told)
    await workspace.deliver('event', buildEvent(workspace.team, { ...event, event_ts: '1.1' }));
}

/** Plays through every door in the local workspace; one real payload of each, the newest. */
export async function recordDoors(desk: Desk): Promise<Delivery[]> {
  const { workspace, settle } = desk;
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006');
  await publishNeed(desk);
  await useForms(desk);
  await desk.as('U0HOST').mention(CHANNEL, 'help');
  const patches = [
    { leave: ['U0ALICE'] },
    { join: ['U0ALICE'] },
    { isArchived: true },
    { isArchived: false },
  ];
  workspace.addChannel({ id: 'C0OTHER', name: 'other', members: ['U0ALICE'], botIsMember: true });
  workspace.addChannel({
    ...{ id: 'G0OTHER', name: 'quiet', members: ['U0ALICE'], isPrivate: true },
    botIsMember: true,
  });
  for (const channel of ['C0OTHER', 'G0OTHER'])
    for (const patch of patches) await workspace.updateChannel(channel, patch);
  await workspace.updateUser('U0ALICE', { tz: 'Europe/Paris' });
  await settle();
  await tellOfTheRest(desk);
  await settle();
  const kept = new Map<string, Delivery>();
  for (const delivery of workspace.deliveries) {
    if (delivery.status !== 200) throw new Error(`${doorOf(delivery)} was answered ${delivery.status}`);
    kept.set(doorOf(delivery), delivery);
  }
  return [...kept.values()];
}

/** Home, the modals it opens, both menus of shortcuts, a list that is asked for. */
async function useForms({ workspace, as, settle }: Desk): Promise<void> {
  const host = as('U0HOST');
  const topOf = (user: string) => {
    const view = as(user).views.at(-1);
    if (!view) throw new Error(`no modal is open for ${user}`);
    return view;
  };
  await host.openHome();
  await settle();
  if (!host.home) throw new Error('no Home');
  await host.press(host.home, 'post_demand');
  await settle();
  await host.choose(topOf('U0HOST'), 'unit_type', 'hospital');
  await settle();
  await host.submit({ ...NEED_AT_ONCE, unit_type: 'hospital' });
  await settle();
  await host.press(topOf('U0HOST'), 'back:post_demand');
  await settle();
  // None of our modals asks to be told when it is closed; Slack would tell it so.
  await workspace.deliver('view_closed', buildClosed(workspace.team, 'U0HOST', topOf('U0HOST'), false));
  await host.closeModal({ all: true });
  await host.messageShortcut('demand_from_message', host.say(CHANNEL, 'We need help'));
  await settle();
  await host.closeModal({ all: true });
  const expert = as('U0ZJ0006');
  await expert.globalShortcut('file_report');
  await settle();
  await expert.suggest(topOf('U0ZJ0006'), { blockId: 'experts', query: '何' });
  await expert.closeModal({ all: true });
  await settle();
}
