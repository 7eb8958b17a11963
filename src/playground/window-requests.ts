/** What the window may ask for; checked before anything happens. */
import { z } from 'zod';
import { listElements } from './elements.ts';
import type { Place } from './presses.ts';
import type { Delivery, StateValue, StateValues, View } from './records.ts';
import { findMessage, type Team } from './team.ts';
import { stateValue } from './view-state.ts';
import { stackOf } from './views.ts';
import type { Clock } from './window-world.ts';
import type { Workspace } from './workspace.ts';

const id = z.union([z.string(), z.number()]);
const typed = z.union([z.string(), z.array(z.string()), z.null()]);
/** A field's value by id or text, or in Slack's own shape. */
const fieldValue = z.union([typed, z.looseObject({ type: z.string() })]);
const values = z.record(z.string(), z.record(z.string(), fieldValue));
type Values = z.infer<typeof values>;

const place = z.union([
  z.object({ message: z.object({ channel: z.string(), ts: z.string() }) }),
  z.object({ ephemeral: z.string() }),
  z.object({ view: z.string() }),
  z.object({ home: z.literal(true) }),
]);

const request = z.discriminatedUnion('type', [
  z.object({ id, type: z.literal('command'), command: z.string(), text: z.string(), channel: z.string() }),
  z.object({ id, type: z.literal('shortcut'), callbackId: z.string() }),
  z.object({
    id,
    type: z.literal('press'),
    in: place,
    actionId: z.string(),
    blockId: z.string().optional(),
    value: z.string().optional(),
    selected: typed.optional(),
    state: values.optional(),
  }),
  z.object({ id, type: z.literal('submit'), viewId: z.string(), values }),
  z.object({ id, type: z.literal('closeView'), viewId: z.string() }),
  z.object({ id, type: z.literal('openHome') }),
  z.object({
    id,
    type: z.enum(['mention', 'say']),
    channel: z.string(),
    text: z.string().min(1),
    threadTs: z.string().optional(),
  }),
  z.object({ id, type: z.literal('read'), channel: z.string() }),
  z.object({ id, type: z.literal('clock'), move: z.union([z.string(), z.object({ to: z.string() })]) }),
]);
type Request = z.infer<typeof request>;

export interface Done {
  type: 'done';
  id: string | number | null;
  ok: boolean;
  error?: string;
}

/** Does what a window asks, as the person who sits at it. Never rejects. */
export async function answerWindow(
  workspace: Workspace,
  userId: string,
  clock: Clock | undefined,
  data: string,
): Promise<Done> {
  let asked: string | number | null = null;
  try {
    const json: unknown = JSON.parse(data);
    asked = z.object({ id }).parse(json).id;
    const delivery = await act(workspace, userId, clock, request.parse(json));
    const error = delivery?.error;
    return { type: 'done', id: asked, ok: error === undefined, ...(error ? { error } : {}) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'done', id: asked, ok: false, error: message };
  }
}

async function act(
  workspace: Workspace,
  userId: string,
  clock: Clock | undefined,
  asked: Request,
): Promise<Delivery | undefined> {
  const { team } = workspace;
  const person = workspace.as(userId);
  switch (asked.type) {
    case 'command':
      return person.command(asked.command, asked.text, asked.channel);
    case 'shortcut':
      return person.globalShortcut(asked.callbackId);
    case 'press': {
      const where = findPlace(team, userId, asked.in);
      if ('state' in where) mergeState(where, asked.state ?? {});
      const { actionId, blockId } = asked;
      return person.press(where, actionId, { blockId, value: asked.selected ?? asked.value });
    }
    case 'submit':
      mergeState(requireTop(team, userId, asked.viewId), asked.values);
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
    case 'clock':
      moveClock(clock, asked.move);
      return undefined;
  }
}

function findPlace(team: Team, userId: string, where: z.infer<typeof place>): Place {
  const found =
    'message' in where
      ? findMessage(team, where.message.channel, where.message.ts)
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

/** Only fields that stand in the view count. */
function mergeState(view: View, given: Values): void {
  const merged: StateValues = { ...view.state.values };
  for (const { block, element } of listElements(view.blocks)) {
    const blockId = block.block_id ?? '';
    const actionId = element.action_id ?? '';
    const value = given[blockId]?.[actionId];
    if (value === undefined || !view.state.values[blockId]?.[actionId]) continue;
    const isSlackShape = typeof value === 'object' && value !== null && !Array.isArray(value);
    const state = isSlackShape ? (value as StateValue) : stateValue(element, value);
    merged[blockId] = { ...merged[blockId], [actionId]: state };
  }
  view.state.values = merged;
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
