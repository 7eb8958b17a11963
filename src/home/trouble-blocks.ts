import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { type HeldUp, isUnreachable, type TroubledMessage } from '../outbox/troubles.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import {
  actions,
  button,
  context,
  divider,
  facts,
  type Message,
  message,
  type Place,
  section,
} from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say } from './words-troubles.ts';

/** A message in trouble, with what people call its thing and its reader. */
export interface NamedTrouble extends TroubledMessage {
  /** XQ-2013-0001, where it is about one thing. */
  number: string | undefined;
  /** A person's name; undefined for a channel. */
  person: string | undefined;
}

/** What waits for a channel, or for a person to whom nothing may be written. */
export interface NamedPlace extends HeldUp {
  person: string | undefined;
}

export interface Troubles {
  unknown: NamedTrouble[];
  failed: NamedTrouble[];
  heldUp: NamedPlace[];
}

const SHOWN = 3;

/** What the queue can't settle by itself: for each the place, the cure in words, and the buttons that settle it. */
export function buildTroubles(
  { unknown, failed, heldUp }: Troubles,
  programme: Programme,
  locale: Locale,
): KnownBlock[] {
  return [
    ...heldUp.slice(0, SHOWN).flatMap((one) => buildHeldUp(one, locale)),
    ...(heldUp.length > SHOWN ? [context(say(locale, 'more_places', { n: heldUp.length - SHOWN }))] : []),
    ...(unknown.length > 0
      ? [
          section(say(locale, 'unknown', { n: unknown.length })),
          context(say(locale, 'unknown_what')),
          ...unknown.slice(0, SHOWN).flatMap((one) => buildTrouble(one, programme, locale)),
          ...buildMore(unknown.length - SHOWN, locale),
        ]
      : []),
    ...(failed.length > 0
      ? [
          section(say(locale, 'failed', { n: failed.length })),
          ...failed.slice(0, SHOWN).flatMap((one) => buildTrouble(one, programme, locale)),
          ...buildMore(failed.length - SHOWN, locale),
        ]
      : []),
    ...(heldUp.length + unknown.length + failed.length > 0 ? [divider()] : []),
  ];
}

function buildHeldUp({ target, person, error, messages }: NamedPlace, locale: Locale): KnownBlock[] {
  return [
    section(say(locale, 'held_up', { n: messages })),
    facts([
      [say(locale, 'to'), person ?? { channel: target }],
      [say(locale, 'why'), sayCure({ error, person: undefined }, locale)],
    ]),
  ];
}

/** To those who can mend it: a channel takes nothing, why, and the cure; afterwards, that it is open again. */
export function buildPlaceTrouble(
  { channel, error }: { channel: string; error: string | undefined },
  locale: Locale,
): Message {
  const said = error === undefined ? 'place_open' : 'place_closed';
  const cure = error === undefined ? undefined : sayCure({ error, person: undefined }, locale);
  return message(
    section(say(locale, said)),
    facts([
      [say(locale, 'channel'), { channel }],
      [say(locale, 'why'), cure],
    ]),
  );
}

function buildTrouble(one: NamedTrouble, programme: Programme, locale: Locale): KnownBlock[] {
  const isUnknown = one.state === 'unknown';
  const settle = isUnknown ? say(locale, 'arrived') : say(locale, 'leave');
  const what = [sayKind(one.kind, locale), one.number].filter(Boolean).join(' ');
  const to: string | Place = one.person ?? { channel: one.target };
  return [
    facts([
      [say(locale, 'what'), what],
      [say(locale, 'to'), to],
      [say(locale, 'when'), showMoment(one.at, programme, locale)],
      [say(locale, 'why'), isUnknown ? undefined : sayCure(one, locale)],
    ]),
    ...actions(
      button({ text: settle, actionId: ACTIONS.messageArrived, value: one.id, label: `${settle} ${what}` }),
      button({
        text: say(locale, 'again'),
        actionId: ACTIONS.sendAgain,
        value: one.id,
        label: `${say(locale, 'again')} ${what}`,
      }),
    ),
  ];
}

function buildMore(n: number, locale: Locale): KnownBlock[] {
  return n > 0 ? [context(say(locale, 'more', { n }))] : [];
}

/** Every kind of message that a renderer knows, in this room's words. */
const KINDS = {
  welcome: 'kind_welcome',
  hello: 'kind_hello',
  registration_review: 'kind_registration_review',
  registration_notice: 'kind_registration',
  expert_linked: 'kind_registration',
  assistant_notice: 'kind_registration',
  role_removed: 'kind_role_removed',
  handed_file: 'kind_file',
  file_upload: 'kind_file',
  document_job: 'kind_file',

  coordinator_named: 'kind_coordinator_named',
  blanket_notice: 'kind_blanket',
  blocked_notice: 'kind_blocked',

  merged: 'kind_merged',
  handed_over: 'kind_handed_over',
  demand_review: 'kind_demand_review',
  demand_notice: 'kind_demand_notice',
  demand_card: 'kind_demand_card',
  thread_note: 'kind_thread_note',
  consent_request: 'kind_consent_request',
  host_request: 'kind_host_request',
  claim_notice: 'kind_claim_notice',
  demand_cancelled: 'kind_demand_cancelled',
  taken_back: 'kind_taken_back',
  invitation: 'kind_invitation',
  ask_round: 'kind_ask_round',
  nobody_left: 'kind_nobody_left',
  report_request: 'kind_report_request',
  report_filed: 'kind_report_filed',
  report_review: 'kind_report_review',
  report_notice: 'kind_report_notice',
  import: 'kind_import',
  import_review: 'kind_import_review',
  import_told: 'kind_import',
  link_answered: 'kind_link_answered',
  summary_review: 'kind_summary_review',
  summary_notice: 'kind_summary_notice',
  digest: 'kind_digest',
  digest_preview: 'kind_digest_preview',
  digest_preview_part: 'kind_digest_preview',
  nudge: 'kind_nudge',
  deputy_notice: 'kind_deputy',
  keep_request: 'kind_keep_request',
  telephone_lines: 'kind_telephone_lines',
  demand_changed: 'kind_demand_changed',
  deadline_moved: 'kind_deadline_moved',
  retention_notice: 'kind_retention_notice',
  place_trouble: 'kind_place_trouble',
} as const;

/** What people call this kind of message. */
export function sayKind(kind: string, locale: Locale): string {
  return say(locale, kind in KINDS ? KINDS[kind as keyof typeof KINDS] : 'kind_other');
}

/** What somebody can do about it, in words. */
function sayCure({ error, person }: Pick<NamedTrouble, 'error' | 'person'>, locale: Locale): string {
  if (error === 'messages_tab_disabled') return say(locale, 'cure_messages_tab');
  if (person !== undefined && isUnreachable({ error })) return say(locale, 'cure_person', { name: person });
  if (error === 'deleted_twice') return say(locale, 'cure_deleted');
  if (error === 'no_thread' || error === 'thread_not_found') return say(locale, 'cure_no_thread');
  if (error === 'not_in_channel' || error === 'channel_not_found') return say(locale, 'cure_invite');
  if (error === 'is_archived' || error === 'is_inactive') return say(locale, 'cure_archived');
  if (/^restricted_action|^posting_to|^ekm_|^no_permission/.test(error))
    return say(locale, 'cure_restricted');
  if (/^http_|^network|^E[A-Z]|error|unavailable|timeout/.test(error))
    return say(locale, 'cure_passing', { reason: error });
  return say(locale, 'cure_content', { reason: error });
}
