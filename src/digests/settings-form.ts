import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { districtOptions, optionsOf } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, idsOf } from '../programme/catalogue.ts';
import { DISTRICTS } from '../programme/places.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { context } from '../slack/blocks.ts';
import { channelField, checkboxField, type Option, selectField, type Typed } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { timeField } from '../slack/time-field.ts';
import { modal } from '../slack/view.ts';
import { CONTENT, type DigestChannel, USUAL_CONTENT } from './digest.ts';
import { channelLine } from './private-blocks.ts';
import { say } from './words.ts';

const YES = 'yes';
const ALL = 'all';
const WEEKS = ['1', '2', '4', '8'] as const;
/** Not muted, for so many weeks, until turned on again, or as it is. */
const MUTES = ['no', ...WEEKS, 'open', 'keep'] as const;

export type Mute = (typeof MUTES)[number];

/** Checks the settings; each message stands under its field, in the reader's language. */
export function settingsSchema(locale: Locale, catalogue: Catalogue) {
  const choice = <T extends string>(ids: readonly T[]) =>
    z.enum(ids as [T, ...T[]], { error: say(locale, 'unknown_choice') });
  const ticked = z
    .array(choice([YES]))
    .nullish()
    .transform((values) => (values ?? []).length > 0);
  const part = (ids: readonly string[]) =>
    choice([ALL, ...ids])
      .nullish()
      .transform((id) => (!id || id === ALL ? undefined : id));
  return z.object({
    channel: z.string({ error: say(locale, 'required') }).regex(/^[CG][A-Z0-9]+$/, say(locale, 'required')),
    enabled: ticked,
    weekday: choice(['1', '2', '3', '4', '5', '6', '7']).transform(Number),
    time: z
      .string({ error: say(locale, 'time_wrong') })
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, say(locale, 'time_wrong')),
    language: choice(['zh', 'en']),
    threads: ticked,
    content: z
      .array(choice(CONTENT), { error: say(locale, 'content_needed') })
      .refine((chosen) => chosen.some((one) => one !== 'quiet_line'), say(locale, 'content_needed')),
    district: part(DISTRICTS.map(({ slug }) => slug)),
    line: part(idsOf(catalogue.action_lines)),
    muted: choice(MUTES)
      .nullish()
      .transform((mute): Mute => mute ?? 'keep'),
  });
}

export type Settings = z.output<ReturnType<typeof settingsSchema>>;

export interface SettingsView {
  locale: Locale;
  programme: Programme;
  /** Undefined where there is none yet. */
  channel: DigestChannel | undefined;
  /** The channel that is proposed for a new one. */
  channelId: string;
  isMuted: boolean;
  /** When the next one comes as it is set. */
  next: Temporal.Instant | undefined;
}

/** When, where and what; a new one asks for the channel, and proposes what the needs channel has. */
export function buildSettingsForm(view: SettingsView): ModalView {
  const { locale, programme, channel, channelId, next } = view;
  const typed = typedOf(view);
  const yes = (text: string): Option[] => [{ value: YES, text }];
  const all = { value: ALL, text: say(locale, 'all') };
  const { year, catalogue, timeZone } = programme;
  return modal({
    callbackId: VIEWS.digestSettings,
    title: say(locale, 'settings_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: channel ? { digestId: channel.id } : {},
    blocks: [
      context(say(locale, 'settings_intro')),
      ...(next ? [context(say(locale, 'settings_next', { when: showMoment(next, programme, locale) }))] : []),
      channel
        ? channelLine(channelId, say(locale, 'preview_channel'))
        : channelField('channel', say(locale, 'channel'), { typed, hint: say(locale, 'channel_hint') }),
      checkboxField('enabled', say(locale, 'enabled'), yes(say(locale, 'enabled_yes')), { typed }),
      selectField('weekday', say(locale, 'weekday'), weekdays(locale), { typed }),
      timeField('time', say(locale, 'time'), { typed, timeZone }),
      selectField('language', say(locale, 'language'), languages(locale), { typed }),
      checkboxField('content', say(locale, 'content'), contents(locale), { typed, optional: false }),
      checkboxField('threads', say(locale, 'threads'), yes(say(locale, 'threads_yes')), { typed }),
      selectField('district', say(locale, 'district_only'), [all, ...districtOptions(locale, year)], {
        typed,
      }),
      selectField(
        'line',
        say(locale, 'line_only'),
        [all, ...optionsOf(catalogue.action_lines, locale, typed.line)],
        {
          typed,
        },
      ),
      selectField('muted', say(locale, 'muted_for'), mutes(view), { typed }),
    ],
  });
}

function typedOf({ channel, channelId, programme, isMuted }: SettingsView): Typed {
  const { mutedUntil } = channel ?? {};
  return {
    channel: channelId,
    enabled: !channel || channel.enabled ? [YES] : [],
    weekday: String(channel?.weekday ?? 1),
    time: channel?.time ?? '09:00',
    language: channel?.language ?? programme.language,
    threads: !channel || channel.threads ? [YES] : [],
    content: [...(channel?.content ?? USUAL_CONTENT)],
    district: channel?.district ?? ALL,
    line: channel?.line ?? ALL,
    muted: isMuted ? (mutedUntil ? 'keep' : 'open') : 'no',
  };
}

function weekdays(locale: Locale): Option[] {
  return ([1, 2, 3, 4, 5, 6, 7] as const).map((day) => ({
    value: String(day),
    text: say(locale, `weekday_${day}`),
  }));
}

function languages(locale: Locale): Option[] {
  return [
    { value: 'zh', text: say(locale, 'chinese') },
    { value: 'en', text: say(locale, 'english') },
  ];
}

function contents(locale: Locale): Option[] {
  return CONTENT.map((one) => ({ value: one, text: say(locale, `content_${one}`) }));
}

function mutes({ locale, programme, channel, isMuted }: SettingsView): Option[] {
  const until = isMuted ? channel?.mutedUntil : undefined;
  const date = until && showMoment(until, programme, locale);
  return [
    { value: 'no', text: say(locale, 'muted_no') },
    ...WEEKS.map((n) => ({ value: n, text: say(locale, 'muted_weeks', { n }) })),
    { value: 'open', text: say(locale, 'muted_open') },
    ...(date ? [{ value: 'keep', text: say(locale, 'muted_keep', { date }) }] : []),
  ];
}
