/** Doing what a window asks; checked before anything happens. */
import { parseJson } from './http.ts';
import { readIn } from './languages.ts';
import type { Line } from './line.ts';
import type { Place } from './presses.ts';
import type { Message, View } from './records.ts';
import type { Stage } from './stage.ts';
import type { OptionGroup } from './suggestions.ts';
import { findMessage, type Team } from './team.ts';
import { type Given, mergeState } from './view-state.ts';
import { stackOf } from './views.ts';
import type { takeApart } from './window/parts.ts';
import { direct } from './window-director.ts';
import { type AskedPlace, asking, type Request, request, type Values } from './window-schema.ts';
import type { Clock } from './window-world.ts';
import type { Workspace } from './workspace.ts';

/** Who sits at a window. */
export interface Seat {
  readonly userId: string;
  /** Whether this window shows what goes over the line. */
  watches: boolean;
  /** What this window has been told; nothing yet, or it lost the thread. */
  known?: { version: number; parts: ReturnType<typeof takeApart> } | undefined;
}

/** What the program is about while it starts: its database, or bringing in the season or what was kept. */
export type StartStep = 'database' | 'season';

export interface Start {
  /** Undefined when it has ended. */
  step(): StartStep | undefined;
  ended: Promise<void>;
}

/** What a window can move besides the workspace itself. */
export interface Machinery {
  /** Without one everything is there. */
  start?: Start;
  clock?: Clock;
  stage?: Stage;
  line?: Line;
}

export interface Done {
  type: 'done';
  id: string | number | null;
  ok: boolean;
  error?: string;
  /** What the app suggests. */
  groups?: OptionGroup[];
}

type Outcome = Pick<Done, 'error' | 'groups'> | undefined;

/** Does what a window asks, as the person who sits at it. Never rejects. */
export async function answerWindow(
  workspace: Workspace,
  seat: Seat,
  machinery: Machinery,
  data: string,
): Promise<Done> {
  let asked: string | number | null = null;
  try {
    const json = parseJson(data);
    asked = asking.parse(json).id;
    const { error, groups } = (await act(workspace, seat, machinery, request.parse(json))) ?? {};
    const said = { ...(error ? { error } : {}), ...(groups ? { groups } : {}) };
    return { type: 'done', id: asked, ok: error === undefined, ...said };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'done', id: asked, ok: false, error: message };
  }
}

async function act(workspace: Workspace, seat: Seat, machinery: Machinery, asked: Request): Promise<Outcome> {
  const { team } = workspace;
  const { userId } = seat;
  const person = workspace.as(userId);
  switch (asked.type) {
    case 'command':
      return person.command(asked.command, asked.text, asked.channel);
    case 'shortcut':
      return person.globalShortcut(asked.callbackId);
    case 'messageShortcut':
      return person.messageShortcut(asked.callbackId, requireMessage(team, asked.channel, asked.ts));
    case 'press': {
      const where = findPlace(team, userId, asked.in);
      const state = (asked.state ?? {}) as Given;
      if ('state' in where) mergeInto(team, where, asked.state ?? {});
      const { actionId, blockId } = asked;
      return person.press(where, actionId, { blockId, value: asked.selected ?? asked.value, state });
    }
    case 'suggest':
      return person.suggest(findPlace(team, userId, asked.in), asked);
    case 'submit':
      mergeInto(team, requireTop(team, userId, asked.viewId), asked.values);
      return person.submit();
    case 'closeView':
      requireTop(team, userId, asked.viewId);
      return person.closeModal();
    case 'openHome':
      return person.openHome();
    case 'mention':
      return person.mention(asked.channel, asked.text, asked.threadTs);
    case 'say':
      person.say(asked.channel, asked.text, asked.threadTs);
      return undefined;
    case 'read':
      person.read(asked.channel);
      return undefined;
    case 'language':
      await (machinery.stage?.readIn(userId, asked.language) ?? readIn(workspace, userId, asked.language));
      return undefined;
    case 'whole':
      seat.known = undefined;
      return undefined;
    case 'clock':
      moveClock(machinery.clock, asked.move);
      return undefined;
    default:
      await direct(workspace, seat, machinery, asked);
      return undefined;
  }
}

function requireMessage(team: Team, channel: string, ts: string): Message {
  const message = findMessage(team, channel, ts);
  if (!message) throw new Error('message_not_found');
  return message;
}

function findPlace(team: Team, userId: string, where: AskedPlace): Place {
  const found =
    'message' in where
      ? requireMessage(team, where.message.channel, where.message.ts)
      : 'ephemeral' in where
        ? team.ephemerals.find((ephemeral) => ephemeral.id === where.ephemeral && ephemeral.user === userId)
        : 'view' in where
          ? stackOf(team, userId).find((view) => view.id === where.view)
          : team.homes.get(userId);
  if (!found) throw new Error('message_not_found');
  return found;
}

function requireTop(team: Team, userId: string, viewId: string): View {
  const top = stackOf(team, userId).at(-1);
  if (top?.id !== viewId) throw new Error('view_not_found');
  return top;
}

function mergeInto(team: Team, view: View, given: Values): void {
  view.state.values = mergeState(view.blocks, view.state.values, given as Given, team);
}

function moveClock(clock: Clock | undefined, move: string | { to: string }): void {
  if (!clock) throw new Error('this clock cannot be moved');
  const zoned = clock.now().toZonedDateTimeISO(clock.timeZone ?? 'Asia/Shanghai');
  clock.move(
    typeof move === 'string'
      ? zoned.add(Temporal.Duration.from(move)).toInstant()
      : Temporal.Instant.from(move.to),
  );
}
