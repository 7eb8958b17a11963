import { z } from 'zod';
import { EVENTS, event, otherEvent } from './payload-events.ts';
import { id, loose, nothing, person, trigger, url } from './payload-parts.ts';

/** What is wrong with a payload: names of ours and of its fields, never a value. */
export interface Misshapen {
  /** E.g. `block_actions`; 'unknown' for what Slack doesn't send. */
  kind: string;
  /** E.g. `view.state.values.*.*.value`; '.' for the whole. */
  path: string;
}

/** Slack's own payloads are some twenty levels deep; far deeper ones break whatever walks them. */
const MOST_LEVELS = 64;

/** Bolt tells kinds apart by these fields before it looks at `type`: where one doesn't belong, it misleads. */
const notAnother = { event: nothing, command: nothing, name: nothing };

const account = loose({ id: person, team_id: id.nullish() });
const workspace = loose({ id, enterprise_id: id.nullish() });

/** What people press, choose and submit. Slack sends no `team` where a whole organisation installed the app. */
function interactive(shape: z.core.$ZodLooseShape) {
  return loose({
    ...notAnother,
    user: account,
    team: workspace.nullable(),
    enterprise: loose({ id: id.nullish() }).nullish(),
    channel: loose({ id }).optional(),
    response_url: url.optional(),
    response_urls: z.array(loose({ response_url: url.optional() })).optional(),
    ...shape,
  }).refine(
    ({ team, user }) => team !== null || Boolean((user as { team_id?: string | null } | undefined)?.team_id),
    { path: ['team'] },
  );
}

const option = loose({ value: z.string().optional() });

/** One element's state; only the member that fits its kind is there. See `readTyped`. */
const element = loose({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_user: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  selected_channel: z.string().nullish(),
  files: z
    .array(
      loose({
        id: z.string().optional(),
        name: z.string().nullish(),
        mimetype: z.string().optional(),
        size: z.number().optional(),
        permalink: z.string().optional(),
      }),
    )
    .nullish(),
});

const state = loose({ values: z.record(z.string(), z.record(z.string(), element)) });

const shownView = loose({ id, type: z.string(), private_metadata: z.string(), state: state.optional() });

const words = loose({ text: z.string() });

const submittedView = loose({
  id,
  callback_id: z.string(),
  private_metadata: z.string(),
  hash: z.string().optional(),
  title: words,
  submit: words.nullish(),
  close: words.nullish(),
  state,
  blocks: z.array(
    loose({ type: z.string(), block_id: z.string().optional(), element: loose({}).optional() }),
  ),
  app_installed_team_id: id.nullish(),
});

const action = loose({
  type: z.string().optional(),
  action_id: z.string(),
  block_id: z.string().optional(),
  value: z.string().nullish(),
  selected_option: option.nullish(),
});

const container = loose({
  type: z.string(),
  channel_id: id.optional(),
  message_ts: id.optional(),
  is_ephemeral: z.boolean().optional(),
}).refine(({ type, channel_id, message_ts }) => type !== 'message' || (channel_id && message_ts));

/** Every kind that Slack sends, with what we and Bolt read of it; further fields pass. */
const SHAPES = new Map<string, z.ZodType>([
  [
    'slash_command',
    loose({
      ...{ event: nothing, name: nothing, actions: nothing },
      command: z.string().regex(/^\/./),
      team_id: id,
      user_id: person,
      channel_id: id,
      text: z.string().optional(),
      response_url: url,
      trigger_id: trigger,
    }),
  ],
  [
    'block_actions',
    interactive({
      actions: z.array(action).min(1),
      container,
      trigger_id: trigger,
      view: shownView.optional(),
      state: state.optional(),
    }),
  ],
  [
    'block_suggestion',
    interactive({
      ...{ action_id: z.string(), block_id: z.string(), value: z.string(), view: shownView.optional() },
    }),
  ],
  ['view_submission', interactive({ actions: nothing, view: submittedView, trigger_id: trigger.optional() })],
  [
    'view_closed',
    interactive({
      actions: nothing,
      view: loose({ id, callback_id: z.string(), app_installed_team_id: id.nullish() }),
    }),
  ],
  ['shortcut', interactive({ actions: nothing, callback_id: z.string(), trigger_id: trigger })],
  [
    'message_action',
    interactive({
      ...{ actions: nothing, callback_id: z.string(), trigger_id: trigger },
      message: loose({ text: z.string().nullish() }),
    }),
  ],
  // Of older kinds of messages and dialogs, which we never send.
  ['interactive_message', interactive({ actions: z.array(loose({})).min(1) })],
  ['dialog_submission', interactive({ actions: nothing })],
  ['event_callback', event],
  ['url_verification', loose({ challenge: z.string() })],
]);

/** Undefined when the payload has the shape of its kind; `body` is what Bolt would be handed. */
export function checkPayload(body: unknown): Misshapen | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { kind: 'unknown', path: '.' };
  const given = body as Record<string, unknown>;
  if (given.ssl_check === '1') return undefined;
  const kind = kindOf(given);
  const shape = SHAPES.get(kind);
  if (!shape) return { kind: 'unknown', path: 'type' };
  if (isDeeper(body, MOST_LEVELS)) return { kind, path: '.' };
  return wrongIn(kind, shape, body) ?? (kind === 'event_callback' ? checkEvent(given.event) : undefined);
}

function kindOf({ type, command }: Record<string, unknown>): string {
  if (type === undefined && command !== undefined) return 'slash_command';
  return typeof type === 'string' ? type : 'unknown';
}

/** An event we listen to has more to say than one that is only acknowledged. */
function checkEvent(body: unknown): Misshapen | undefined {
  const { type } = body as { type: string };
  const shape = EVENTS.get(type);
  return shape ? wrongIn(type, shape, body, 'event.') : wrongIn('event_callback', otherEvent, body, 'event.');
}

function wrongIn(kind: string, shape: z.ZodType, body: unknown, under = ''): Misshapen | undefined {
  const issue = shape.safeParse(body).error?.issues[0];
  return issue && { kind, path: under + nameOf(issue.path) };
}

/** Blocks and elements of a form are called by ids, which say too much. */
function nameOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step, i) => (path[i - 1] === 'values' || path[i - 2] === 'values' ? '*' : step));
  return steps.join('.') || '.';
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
