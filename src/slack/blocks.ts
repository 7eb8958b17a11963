import type {
  Button,
  ConfirmationDialog,
  KnownBlock,
  ModalView,
  PlainTextElement,
  RichTextElement,
} from '@slack/types';
import { isolate } from '../i18n/isolate.ts';
import type { ActionId, UserId } from './ids.ts';
import { type MessageBlock, textOfChart, textOfTable } from './newest-blocks.ts';
import { escapeText, shorten } from './text.ts';

/**
 * Small builders for what the product says. People's words only ever go into `plain_text` and `rich_text`,
 * which Slack doesn't parse, so nobody's text can mention, format or link. Sizes: slack-platform limits of
 * Block Kit (section 3,000, header 150, button 75, context 10 elements, actions 25, message 50, view 100).
 */
export interface Message {
  text: string;
  blocks: MessageBlock[];
  /** Where an answer may open a modal, it is this one instead of the words. */
  opens?: ModalView;
}

export function plain(text: string, max = 3000): PlainTextElement {
  const whole = isolate(text);
  const shown = whole.length <= max ? whole : isolate(shorten(text, max - 2));
  return { type: 'plain_text', text: shown || '–', emoji: false };
}

export function header(text: string): KnownBlock {
  return { type: 'header', text: plain(text, 150) };
}

export function section(text: string, accessory?: Button): KnownBlock {
  return { type: 'section', text: plain(text), ...(accessory ? { accessory } : {}) };
}

export function context(...texts: string[]): KnownBlock {
  return { type: 'context', elements: texts.slice(0, 10).map((text) => plain(text, 2000)) };
}

export function divider(): KnownBlock {
  return { type: 'divider' };
}

/** A person who must act, as a mention: only ever in a message to that person or about whom all may know. */
export interface Mention {
  user: UserId;
}

/** A channel by its id: its name is shown to those who may know it. */
export interface Place {
  channel: string;
}

/** Lines of "label value": the label bold, the value as people wrote it. Empty values are left out. */
export function facts(
  lines: readonly (readonly [label: string, value: string | Mention | Place | undefined])[],
): KnownBlock {
  const elements = lines
    .filter(([, value]) => value !== undefined && value !== '')
    .flatMap(([label, value], i): RichTextElement[] => [
      { type: 'text', text: `${i > 0 ? '\n' : ''}${label}  `, style: { bold: true } },
      elementOf(value),
    ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function elementOf(value: string | Mention | Place | undefined): RichTextElement {
  if (typeof value !== 'object') return { type: 'text', text: isolate(shorten(value ?? '', 1500)) };
  return 'user' in value
    ? { type: 'user', user_id: value.user }
    : { type: 'channel', channel_id: value.channel };
}

/** A picture that Slack keeps; whoever can't see it hears what others read above it. */
export function picture(fileId: string, caption: string): KnownBlock {
  const title = plain(caption, 2000);
  return { type: 'image', slack_file: { id: fileId }, alt_text: title.text, title };
}

/** A name that leads somewhere; the name is people's, the address is not. */
export function linkTo(url: string, name: string): KnownBlock {
  const link: RichTextElement = { type: 'link', url, text: isolate(shorten(name, 1500)) || '–' };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] };
}

export interface ButtonOptions {
  text: string;
  actionId: ActionId;
  value: string;
  style?: 'primary' | 'danger';
  confirm?: ConfirmationDialog;
  /** What a screen reader says when the text alone would not tell which thing is meant. */
  label?: string;
}

export function button({ text, actionId, value, style, confirm, label }: ButtonOptions): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(text, 75),
    value,
    ...(style ? { style } : {}),
    ...(confirm ? { confirm } : {}),
    ...(label ? { accessibility_label: shorten(label, 75) } : {}),
  };
}

export function confirmation(texts: {
  title: string;
  text: string;
  confirm: string;
  deny: string;
}): ConfirmationDialog {
  return {
    title: plain(texts.title, 100),
    text: plain(texts.text, 300),
    confirm: plain(texts.confirm, 30),
    deny: plain(texts.deny, 30),
  };
}

/** So many buttons stand in a row: a phone shows no more. */
const MOST_IN_A_ROW = 5;

/** Rows of at most five buttons, in their order; none at all when there is nothing to press. */
export function actions(...buttons: (Button | undefined)[]): KnownBlock[] {
  const present = buttons.filter((one) => one !== undefined);
  const rows = Math.ceil(present.length / MOST_IN_A_ROW);
  return Array.from({ length: rows }, (_, i) => ({
    type: 'actions' as const,
    elements: present.slice(i * MOST_IN_A_ROW, (i + 1) * MOST_IN_A_ROW),
  }));
}

/** A message whose `text` carries everything its blocks say: screen readers read `text` and not the blocks. */
export function message(...blocks: (MessageBlock | MessageBlock[])[]): Message {
  const all = blocks.flat().slice(0, 50);
  return { blocks: all, text: fitText(all.map(textOf).filter(Boolean).join('\n')) || '–' };
}

/** chat.update takes at most 4,000 characters of text; an escaped character is never cut in two. */
function fitText(escaped: string): string {
  return escaped.length <= 4000 ? escaped : shorten(escaped, 4000).replace(/&\w*…$|<@?\w*…$/, '…');
}

/** Everything a block says, as escaped lines; buttons are acts, not facts, and are left out. */
export function textOf(block: MessageBlock): string {
  switch (block.type) {
    case 'header':
      return escapeText(block.text.text);
    case 'section':
      return [block.text, ...(block.fields ?? [])]
        .map((one) => escapeText(one?.text ?? ''))
        .join('\n')
        .trim();
    case 'context':
      return block.elements.map((one) => ('text' in one ? escapeText(one.text) : '')).join(' · ');
    case 'image':
      return escapeText(block.alt_text);
    case 'rich_text':
      return block.elements
        .map((part) => ('elements' in part ? part.elements.map(richText).join('') : ''))
        .join('\n');
    case 'data_table':
      return textOfTable(block);
    case 'data_visualization':
      return textOfChart(block);
    case 'container':
      return [block.title, block.subtitle]
        .map((one) => escapeText(one?.text ?? ''))
        .concat(block.child_blocks.map(textOf))
        .filter(Boolean)
        .join('\n');
    case 'card':
      return [block.title, block.subtitle, block.body]
        .map((one) => escapeText(one?.text ?? ''))
        .filter(Boolean)
        .join('\n');
    default:
      return '';
  }
}

function richText(element: unknown): string {
  const { text, user_id, channel_id } = element as { text?: string; user_id?: string; channel_id?: string };
  if (channel_id) return `<#${channel_id}>`;
  return user_id ? `<@${user_id}>` : escapeText(text ?? '');
}
