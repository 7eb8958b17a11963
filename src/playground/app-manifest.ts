/**
 * What the workspace reads of an app's manifest. Everything but the app's name may be missing, as in the official
 * schema (`_metadata`, `display_information` required; docs.slack.dev/reference/app-manifest).
 */
export interface AppManifest {
  display_information: { name: string };
  features?: {
    app_home?: {
      home_tab_enabled?: boolean;
      messages_tab_enabled?: boolean;
      messages_tab_read_only_enabled?: boolean;
    };
    bot_user?: { display_name: string };
    shortcuts?: readonly ManifestShortcut[];
    slash_commands?: readonly ManifestCommand[];
  };
  oauth_config?: { scopes?: { bot?: readonly string[]; bot_optional?: readonly string[] } };
  settings?: { event_subscriptions?: { bot_events?: readonly string[] } };
}

export interface ManifestShortcut {
  name: string;
  type: string;
  callback_id: string;
  description: string;
}

export interface ManifestCommand {
  command: string;
  description: string;
  usage_hint?: string;
  should_escape?: boolean;
}
