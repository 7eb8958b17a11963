/** views.open, views.push, views.update, views.publish. */
import type { View } from '../records.ts';
import { faultApp, type Team } from '../team.ts';
import type { Trigger } from '../triggers.ts';
import {
  createView,
  dropViews,
  exportView,
  findView,
  MAX_STACK,
  pushView,
  refuseView,
  replaceView,
} from '../views.ts';
import { type Answer, type Args, requireArgs } from './call.ts';

/** Milliseconds of wall time. Source: docs.slack.dev/interactivity/handling-user-interaction. */
export const TRIGGER_LIFE = 3000;

type Exchange = { trigger: Trigger } | { refusal: Answer };

function findTrigger(team: Team, args: Args, method: string): Exchange {
  const trigger = team.triggers.get(String(args.trigger_id));
  if (!trigger) {
    const messages = ['[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]'];
    faultApp(team, `${method}: invalid_trigger_id`);
    return { refusal: { error: 'invalid_trigger_id', response_metadata: { messages } } };
  }
  const error = trigger.used
    ? 'exchanged_trigger_id'
    : team.options.wallNow() - trigger.at > TRIGGER_LIFE
      ? 'expired_trigger_id'
      : undefined;
  if (!error) return { trigger };
  faultApp(team, `${method}: ${error}`);
  return { refusal: { error } };
}

function asAnswer({ error, messages }: { error: string; messages?: string[] }): Answer {
  return messages ? { error, response_metadata: { messages } } : { error };
}

function given(args: Args): Record<string, unknown> {
  return args.view as Record<string, unknown>;
}

/** views.open: a new stack with one modal. */
export function openView(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'trigger_id', 'view');
  if (missing) return missing;
  const exchange = findTrigger(team, args, 'views.open');
  if ('refusal' in exchange) return exchange.refusal;
  const refusal = refuseView(team, args.view, 'modal', 'views.open');
  if (refusal) return asAnswer(refusal);
  const { trigger } = exchange;
  trigger.used = true;
  dropViews(team, trigger.user, true);
  const view = createView(team, given(args));
  pushView(team, trigger.user, view);
  return shown(team, view);
}

/** views.push: on top of the stack in which the trigger arose. */
export function pushViewMethod(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'trigger_id', 'view');
  if (missing) return missing;
  const exchange = findTrigger(team, args, 'views.push');
  if ('refusal' in exchange) return exchange.refusal;
  const { trigger } = exchange;
  const stack = team.modals.get(trigger.user) ?? [];
  if (!stack.some(({ id }) => id === trigger.viewId)) return { error: 'not_found' };
  if (stack.length >= MAX_STACK) {
    faultApp(team, 'views.push: push_limit_reached');
    return { error: 'push_limit_reached' };
  }
  const refusal = refuseView(team, args.view, 'modal', 'views.push');
  if (refusal) return asAnswer(refusal);
  trigger.used = true;
  const view = createView(team, given(args));
  pushView(team, trigger.user, view);
  return shown(team, view);
}

/** views.update: by view_id or external_id, guarded by hash. */
export function updateView(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'view');
  if (missing) return missing;
  if (!args.view_id && !args.external_id) return { error: 'invalid_arguments' };
  const view = args.view_id
    ? findView(team, String(args.view_id))?.view
    : [...team.modals.values()].flat().find(({ external_id: id }) => id === args.external_id);
  if (!view) return { error: 'not_found' };
  if (args.hash && args.hash !== view.hash) return { error: 'hash_conflict' };
  const own = given(args).external_id === view.external_id ? { external_id: undefined } : {};
  const refusal = refuseView(team, { ...given(args), ...own }, view.type, 'views.update');
  if (refusal) return asAnswer(refusal);
  replaceView(team, view, given(args));
  return shown(team, view);
}

/** views.publish: a person's Home tab. */
export function publishView(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'user_id', 'view');
  if (missing) return missing;
  const user = String(args.user_id);
  if (!team.users.has(user)) {
    const messages = ['[ERROR] invalid `user_id` [json-pointer:/user_id]'];
    return { error: 'invalid_arguments', response_metadata: { messages } };
  }
  if (!team.options.manifest.features?.app_home?.home_tab_enabled) return { error: 'not_enabled' };
  const home = team.homes.get(user);
  if (args.hash && args.hash !== home?.hash) return { error: 'hash_conflict' };
  const refusal = refuseView(team, args.view, 'home', 'views.publish');
  if (refusal) return asAnswer(refusal);
  if (home) replaceView(team, home, given(args));
  else team.homes.set(user, createView(team, given(args)));
  return shown(team, team.homes.get(user) as View);
}

function shown(team: Team, view: View): Answer {
  team.changed();
  return { view: { ...exportView(view), state: { values: {} } } };
}
