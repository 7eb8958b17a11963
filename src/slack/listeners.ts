import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Click } from './interaction.ts';
import type { Redraw } from './redraw.ts';

export type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
export type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;
type SuggestionArgs = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs;
type ShortcutArgs = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;
type MessageShortcutArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

type Listen<Args> = (args: Args) => Promise<void>;

/** Those who listen to one kind of payload, by the name that stands in it. */
export interface Named<Args> {
  /** A name that ends with a colon stands for all that begin with it: `line:` for each revision of that field. */
  add(name: string, listen: Listen<Args>): void;
  /** Undefined where nobody listens. */
  find(name: string): Listen<Args> | undefined;
}

export type HandleClick = (click: Click) => Promise<void>;

/** Everybody who listens to what people press, choose, type and submit. */
export interface Listeners {
  actions: Named<ActionArgs>;
  /** What a press does, once it is known who pressed: for those who press again after a second look. */
  presses: Map<string, HandleClick>;
  /** By `callback_id`: modals that show what comes of what is pressed in them. */
  redraws: Map<string, Redraw>;
  submissions: Named<SubmissionArgs>;
  commands: Named<CommandArgs>;
  suggestions: Named<SuggestionArgs>;
  shortcuts: Named<ShortcutArgs>;
  messageShortcuts: Named<MessageShortcutArgs>;
  /** Attends to a press or a submission that nobody listens to. */
  unknown(args: ActionArgs | SubmissionArgs): Promise<void>;
}

const known = new WeakMap<App, Listeners>();

/**
 * The listeners of this app, of which Bolt knows one for each kind of payload: it would ask every single one about every
 * payload, a hundred promises each time.
 */
export function listenersOf(app: App): Listeners {
  const listeners = known.get(app) ?? listen(app);
  known.set(app, listeners);
  return listeners;
}

function listen(app: App): Listeners {
  const listeners: Listeners = {
    actions: createNamed(),
    presses: new Map(),
    redraws: new Map(),
    submissions: createNamed(),
    commands: createNamed(),
    suggestions: createNamed(),
    shortcuts: createNamed(),
    messageShortcuts: createNamed(),
    async unknown() {},
  };
  app.action<BlockAction>({ type: 'block_actions' }, async (args) => {
    const attend = listeners.actions.find(args.action.action_id) ?? listeners.unknown;
    await attend(args);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission' }, async (args) => {
    const attend = listeners.submissions.find(args.view.callback_id) ?? listeners.unknown;
    await attend(args);
  });
  app.command(/^\//, async (args) => listeners.commands.find(args.command.command)?.(args));
  app.options<'block_suggestion'>({ type: 'block_suggestion' }, async (args) =>
    listeners.suggestions.find(args.options.action_id)?.(args),
  );
  app.shortcut<GlobalShortcut>({ type: 'shortcut' }, async (args) =>
    listeners.shortcuts.find(args.shortcut.callback_id)?.(args),
  );
  app.shortcut<MessageShortcut>({ type: 'message_action' }, async (args) =>
    listeners.messageShortcuts.find(args.shortcut.callback_id)?.(args),
  );
  return listeners;
}

function createNamed<Args>(): Named<Args> {
  const all = new Map<string, Listen<Args>>();
  return {
    add(name, attend) {
      if (all.has(name)) throw new Error(`two listen to ${name}`);
      all.set(name, attend);
    },
    find: (name) => all.get(name) ?? all.get(`${name.split(':', 1)[0]}:`),
  };
}
