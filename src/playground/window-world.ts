/** What one person sees of the workspace, as the window is told. */
import { buildDirector } from './director.ts';
import { canSee } from './messages.ts';
import type { Channel } from './records.ts';
import { countBadge } from './speech.ts';
import type { Team } from './team.ts';
import { stackOf } from './views.ts';
import type { Machinery, Seat } from './window-requests.ts';

export interface Clock {
  now: () => Temporal.Instant;
  move(to: Temporal.Instant): unknown;
  timeZone?: string;
}

/** The world from one person's point of view; nothing that person may not see is in it. */
export function buildWorld(team: Team, { userId, watches }: Seat, { clock, stage, line }: Machinery) {
  const views = stackOf(team, userId);
  const { slash_commands: commands = [], shortcuts = [] } = team.options.manifest.features ?? {};
  const saved = Object.fromEntries(views.map((view) => [view.id, view.state.values]));
  return {
    type: 'world',
    workspace: team.name,
    me: team.users.get(userId),
    users: [...team.users.values()].map((user) => ({ ...user, badge: countBadge(team, user.id) })),
    channels: [...team.channels.values()]
      .filter((channel) => canSee(team, userId, channel))
      .map((channel) => buildChannel(team, userId, channel)),
    ephemerals: team.ephemerals.filter(({ user }) => user === userId),
    views,
    viewErrors: team.errors.get(views.at(-1)?.id ?? '') ?? {},
    viewNotice: team.notices.get(userId) ?? null,
    home: team.homes.get(userId) ?? null,
    commands,
    shortcuts,
    clock: {
      now: String(clock?.now() ?? team.options.now()),
      timeZone: clock?.timeZone ?? 'Asia/Shanghai',
    },
    saved,
    season: stage?.season ?? { state: 'none', done: 0, total: 0 },
    pacing: stage?.pacing ?? team.options.paced ?? true,
    director: watches ? buildDirector(team, line) : null,
  };
}

function buildChannel(team: Team, userId: string, channel: Channel) {
  const all = team.messages.get(channel.id) ?? [];
  const unread = all
    .slice(team.read.get(`${userId} ${channel.id}`) ?? 0)
    .filter(({ deleted, user }) => !deleted && user !== userId).length;
  const { id, name, isPrivate, isArchived, isDm, dmUser } = channel;
  const isMember = channel.members.has(userId);
  const messages = all.filter(({ deleted }) => !deleted);
  return { id, name, isPrivate, isArchived, isDm, dmUser, isMember, unread, messages };
}
