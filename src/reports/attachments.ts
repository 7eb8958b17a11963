import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { header, linkTo, type Message, message, picture, section } from '../slack/blocks.ts';
import { fileField, filesIn, type GivenFile, isWhole, writeFile } from '../slack/files.ts';
import { checkboxField, type Typed } from '../slack/form.ts';
import type { Granted } from '../slack/granted.ts';
import type { Report } from './report.ts';
import { say } from './words.ts';

/** Slack's most for one field, and enough for a page of a yearly summary. */
export const MOST_FILES = 10;

/** In MB; a phone's picture has three to eight. */
const MOST_MB = 20;

/** What Slack's own window offers; what it calls them; and whether an image block can show it (docs: image block). */
const TYPES = [
  { extension: 'jpg', type: 'image/jpeg', isShown: true },
  { extension: 'jpeg', type: 'image/jpeg', isShown: true },
  { extension: 'png', type: 'image/png', isShown: true },
  { extension: 'gif', type: 'image/gif', isShown: true },
  { extension: 'heic', type: 'image/heic', isShown: false },
  { extension: 'pdf', type: 'application/pdf', isShown: false },
] as const;

/** Checks number, type and size: Slack's window is not the only one that can send a form. */
export function attachmentsSchema(locale: Locale) {
  return z
    .array(z.string())
    .nullish()
    .transform((value) => filesIn(value))
    .superRefine((files, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      if (files.length > MOST_FILES) refuse(say(locale, 'files_too_many', { max: MOST_FILES }));
      for (const { name, type, size } of files) {
        if (!TYPES.some((known) => known.type === type)) refuse(say(locale, 'file_type', { name }));
        else if (size > MOST_MB * 1024 * 1024) refuse(say(locale, 'file_size', { name, max: MOST_MB }));
      }
    });
}

/** The files of step two: those there already, to be kept or not, and room for more where we may read them. */
export function attachmentFields(locale: Locale, typed: Typed, mayRead: boolean): KnownBlock[] {
  const files = filesIn(typed.attachments).slice(0, MOST_FILES);
  // What was added moves up to what is there, so the field under it starts empty again.
  const revision = String(filesIn(typed.known_attachments).length);
  const kept = { typed: { kept_attachments: files.map(({ id }) => id) }, revision };
  const options = files.map(({ id, name }) => ({ value: id, text: name }));
  const hint = say(locale, 'attachments_hint', { max: MOST_FILES, size: MOST_MB });
  const types = TYPES.map(({ extension }) => extension);
  return [
    ...(files.length > 0
      ? [checkboxField('kept_attachments', say(locale, 'kept_attachments'), options, kept)]
      : []),
    ...(mayRead
      ? [
          fileField('attachments', say(locale, 'attachments'), {
            ...{ optional: true, hint, types, max: MOST_FILES, revision },
          }),
        ]
      : []),
  ];
}

/**
 * What stands in the form's two fields, as one list under `attachments`. `earlier` is what was known before; a file
 * that was left out stays known, as it may be ticked again in the same window.
 */
export function joinAttachments(typed: Typed, earlier: Typed): Typed {
  const { kept_attachments: ticked, ...rest } = typed;
  if (ticked === undefined && typed.attachments === undefined) return typed;
  const added = filesIn(typed.attachments);
  const known = new Map(
    [...filesIn(earlier.known_attachments), ...filesIn(earlier.attachments), ...added].map((file) => [
      file.id,
      file,
    ]),
  );
  const all = [...known.values()];
  const chosen = all.filter(({ id }) => ticked?.includes(id) || added.some((file) => file.id === id));
  return { ...rest, attachments: chosen.map(writeFile), known_attachments: all.map(writeFile) };
}

/** Asks Slack for what it left out of the form. */
export async function completeAttachments(granted: Granted, typed: Typed): Promise<Typed> {
  const files = filesIn(typed.attachments);
  if (files.every(isWhole)) return typed;
  const whole = await Promise.all(
    files.map(async (file) => (isWhole(file) ? file : ((await granted.findFile(file.id)) ?? file))),
  );
  return { ...typed, attachments: whole.map(writeFile) };
}

/** The files of a report, and of what its author asks to change: pictures as pictures, the rest by name. */
export function buildAttachments({ title, files, amendment }: Report, locale: Locale): Message {
  const asked = amendment?.content.files;
  return message(
    header(say(locale, 'attachments_of', { title })),
    files.length > 0 ? files.map((file) => showFile(file, locale)) : section(say(locale, 'attachments_none')),
    asked ? [section(say(locale, 'attachments_asked')), ...asked.map((file) => showFile(file, locale))] : [],
  );
}

/** The same by name alone, for pictures that Slack no longer has. */
export function buildAttachmentNames({ title, files, amendment }: Report, locale: Locale): Message {
  const all = [...files, ...(amendment?.content.files ?? [])];
  return message(
    header(say(locale, 'attachments_of', { title })),
    section(say(locale, 'attachments_gone')),
    all.map((file) => nameFile(file)),
  );
}

function showFile(file: GivenFile, locale: Locale): KnownBlock {
  const isShown = TYPES.some(({ type, isShown }) => isShown && type === file.type);
  if (!isShown) return nameFile(file);
  return picture(file.id, say(locale, 'picture_of', { name: file.name }));
}

function nameFile({ name, link }: GivenFile): KnownBlock {
  return /^https?:/.test(link) ? linkTo(link, name) : section(name);
}
