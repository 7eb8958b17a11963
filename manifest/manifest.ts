/**
 * The app as Slack sees it. `socket.json` and `http.json` beside this file are what a person pastes into
 * api.slack.com; a test holds them equal to what is built here.
 * Texts are bilingual because Slack can't localise commands, shortcuts or the app's name.
 */

export type ManifestVariant = 'socket' | 'http';

/** Why each scope is asked for; the README prints it and a test proves that each is needed. */
export const SCOPES = {
  commands: 'slash commands and shortcuts',
  'chat:write': 'post and update cards, answer the person who clicked, send personal notices',
  'users:read': "a reader's language and time zone; guests, admins and deactivated accounts",
  'app_mentions:read': 'answer a mention with the help text',
} as const;

/** Scopes that whoever installs the app may leave out: everything else works without them. */
export const OPTIONAL_SCOPES = {
  'channels:read':
    'learn at once when a public channel is archived or the bot invited; without it the next message tells',
  'groups:read': 'the same for private channels',
  'files:write':
    'files for the person who asked: templates, lists, letters; without it an address that opens once, or the first rows',
  'files:read': 'pictures and PDFs with a report: the form asks for them only if this is granted',
} as const;

const COMMANDS = [
  {
    command: '/expert',
    description: '帮助、设置、登记 · Help, set-up and registration',
    usage_hint: '[help | setup | register | settings | summary]',
  },
  { command: '/expert-demand', description: '发布需求 · Post a need' },
  { command: '/expert-claim', description: '可认领的需求 · Needs you can take' },
  { command: '/expert-report', description: '填报服务情况 · File an activity report' },
  { command: '/expert-digest', description: '进展速览 · How far the programme has come' },
];

const SHORTCUTS = [
  {
    name: '发布需求 Post a need',
    type: 'global',
    callback_id: 'post_demand',
    description: '发布专家服务需求 · Ask for experts',
  },
  {
    name: '填报服务 File a report',
    type: 'global',
    callback_id: 'file_report',
    description: '填报一次服务 · Report a service',
  },
  {
    name: '转为需求 Make it a need',
    type: 'message',
    callback_id: 'demand_from_message',
    description: '用这条消息发布需求 · Turn this message into a need',
  },
];

const EVENTS = [
  ...['app_home_opened', 'app_mention', 'user_change', 'app_uninstalled', 'tokens_revoked'],
  ...[
    'member_joined_channel',
    'member_left_channel',
    'channel_archive',
    'channel_unarchive',
    'channel_deleted',
  ],
  ...['group_archive', 'group_unarchive', 'group_deleted'],
];

/** Builds one variant. `url` is where Slack reaches the bot over HTTP; Socket Mode needs none. */
export function buildManifest(variant: ManifestVariant, url = 'https://experts.example.org') {
  const request_url = `${url}/slack/events`;
  const overHttp = variant === 'http';
  return {
    display_information: {
      name: '专家服务台 Expert Desk',
      description:
        '专家服务基层行动：需求、认领、报告与进展 · Experts serve the grassroots, from request to report',
      long_description:
        '专家服务台把一项“专家服务基层行动”从第一条需求管到全年总结：基层单位提出需求，联络员审核发布，专家一键认领，派出单位与受援单位分别同意，服务后填报情况，进展一目了然。\n\n' +
        'Expert Desk runs an “experts serve the grassroots” programme from the first request to the year’s report: host units post needs, coordinators publish them, experts claim slots with one click, home units and hosts consent, experts report, and everybody sees how far the programme has come.',
      background_color: '#1d4f5c',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: '专家服务台 Expert Desk', always_online: true },
      slash_commands: COMMANDS.map((command) => ({
        ...command,
        should_escape: true,
        ...(overHttp ? { url: request_url } : {}),
      })),
      shortcuts: SHORTCUTS,
    },
    oauth_config: { scopes: { bot: Object.keys(SCOPES), bot_optional: Object.keys(OPTIONAL_SCOPES) } },
    settings: {
      event_subscriptions: { bot_events: EVENTS, ...(overHttp ? { request_url } : {}) },
      interactivity: {
        is_enabled: true,
        ...(overHttp ? { request_url, message_menu_options_url: request_url } : {}),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: !overHttp,
      token_rotation_enabled: false,
    },
  };
}

export type Manifest = ReturnType<typeof buildManifest>;
