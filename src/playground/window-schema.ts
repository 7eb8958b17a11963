/** What the window may ask for. */
import { z } from 'zod';
import { orderedFault } from './director.ts';
import { language } from './languages.ts';

const id = z.union([z.string(), z.number()]);
const typed = z.union([z.string(), z.array(z.string()), z.null()]);
/** A field's value by id or text, or in Slack's own shape. */
const fieldValue = z.union([typed, z.looseObject({ type: z.string() })]);
const values = z.record(z.string(), z.record(z.string(), fieldValue));
export type Values = z.infer<typeof values>;

const place = z.union([
  z.object({ message: z.object({ channel: z.string(), ts: z.string() }) }),
  z.object({ ephemeral: z.string() }),
  z.object({ view: z.string() }),
  z.object({ home: z.literal(true) }),
]);
export type AskedPlace = z.infer<typeof place>;

/** What names the request in its answer. */
export const asking = z.object({ id });

export const request = z.discriminatedUnion('type', [
  z.object({ id, type: z.literal('command'), command: z.string(), text: z.string(), channel: z.string() }),
  z.object({ id, type: z.literal('shortcut'), callbackId: z.string() }),
  z.object({
    ...{ id, type: z.literal('messageShortcut'), callbackId: z.string() },
    ...{ channel: z.string(), ts: z.string() },
  }),
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
  z.object({
    ...{ id, type: z.literal('suggest'), in: place, actionId: z.string() },
    ...{ blockId: z.string(), query: z.string() },
  }),
  z.object({ id, type: z.literal('submit'), viewId: z.string(), values }),
  z.object({ id, type: z.literal('closeView'), viewId: z.string() }),
  z.object({ id, type: z.enum(['openHome', 'whole']) }),
  z.object({
    id,
    type: z.enum(['mention', 'say']),
    channel: z.string(),
    text: z.string().min(1),
    threadTs: z.string().optional(),
  }),
  z.object({ id, type: z.literal('read'), channel: z.string() }),
  z.object({ id, type: z.literal('language'), language }),
  z.object({ id, type: z.literal('clock'), move: z.union([z.string(), z.object({ to: z.string() })]) }),
  z.object({ id, type: z.literal('director'), watch: z.boolean() }),
  z.object({ id, type: z.literal('fault'), fault: orderedFault }),
  z.object({ id, type: z.literal('clearFaults') }),
  z.object({ id, type: z.literal('delivery'), mode: z.enum(['http', 'socket']) }),
  z.object({ id, type: z.enum(['dropSocket', 'refreshSockets']) }),
  z.object({ id, type: z.literal('pacing'), on: z.boolean() }),
  z.object({ id, type: z.literal('playOn') }),
  z.object({ id, type: z.literal('restart'), season: z.enum(['sample', 'played', 'empty']) }),
]);
export type Request = z.infer<typeof request>;
