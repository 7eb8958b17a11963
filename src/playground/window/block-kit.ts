/** What Slack's blocks look like on the wire, as far as a window reads them. Anything may be absent. */

export interface TextObject {
  type: string;
  text: string;
}

export interface Option {
  text: TextObject;
  value: string;
  description?: TextObject;
  url?: string;
}

export interface OptionGroup {
  label: TextObject;
  options: Option[];
}

export interface Confirm {
  title?: TextObject;
  text?: TextObject;
  confirm?: TextObject;
  deny?: TextObject;
  style?: string;
}

export interface SlackFile {
  id?: string;
  url?: string;
}

export interface Element {
  type: string;
  action_id?: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: string;
  accessibility_label?: string;
  confirm?: Confirm;
  placeholder?: TextObject;
  focus_on_load?: boolean;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  options?: Option[];
  option_groups?: OptionGroup[];
  initial_option?: Option;
  initial_options?: Option[];
  initial_value?: string | RichText;
  initial_user?: string;
  initial_users?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  timezone?: string;
  max_selected_items?: number;
  min_query_length?: number;
  filetypes?: string[];
  max_files?: number;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  is_decimal_allowed?: boolean;
  min_value?: string;
  max_value?: string;
  filter?: { include?: string[]; exclude_bot_users?: boolean };
  image_url?: string;
  slack_file?: SlackFile;
  alt_text?: string;
  positive_button?: { text: TextObject; value: string; accessibility_label?: string };
  negative_button?: { text: TextObject; value: string; accessibility_label?: string };
}

export interface Style {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
  underline?: boolean;
}

/** One run of a rich text section. */
export interface Run {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  range?: string;
  name?: string;
  unicode?: string;
  value?: string;
  timestamp?: number;
  format?: string;
  fallback?: string;
  style?: Style;
}

export interface RichPart {
  type: string;
  style?: string;
  indent?: number;
  offset?: number;
  elements: (Run | RichPart)[];
}

export interface RichText {
  type: string;
  elements: RichPart[];
}

export interface Cell {
  type: string;
  text?: string;
  value?: number;
  elements?: RichPart[];
}

export interface Chart {
  type: string;
  series?: { name: string; data: { label: string; value: number }[] }[];
  segments?: { label: string; value: number }[];
  axis_config?: { categories?: string[]; x_label?: string; y_label?: string };
}

export interface Block {
  type: string;
  block_id?: string;
  text?: TextObject | string;
  fields?: TextObject[];
  accessory?: Element;
  elements?: unknown[];
  level?: number | string;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  element?: Element;
  image_url?: string;
  slack_file?: SlackFile;
  alt_text?: string;
  title?: TextObject | string;
  subtitle?: TextObject;
  body?: TextObject;
  subtext?: TextObject;
  icon?: Element;
  slack_icon?: { name?: string };
  hero_image?: Element;
  actions?: Element[];
  rich_text_title?: RichText;
  child_blocks?: Block[];
  is_collapsible?: boolean;
  default_collapsed?: boolean;
  caption?: string;
  rows?: Cell[][];
  column_settings?: ({ align?: string; is_wrapped?: boolean } | null)[];
  page_size?: number;
  row_header_column_index?: number;
  chart?: Chart;
}

/** A text that may come as an object or, in a few blocks, as a bare string. */
export function plain(text: TextObject | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}
