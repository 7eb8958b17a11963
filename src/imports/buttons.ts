import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button, confirmation } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type Import, type Kind, unansweredIn } from './import.ts';
import { say } from './words.ts';

export function importButton(locale: Locale): Button {
  return button({ text: say(locale, 'import'), actionId: ACTIONS.importFile, value: 'new' });
}

export function templateButton(kind: Kind, locale: Locale): Button {
  const text = say(locale, 'template');
  const label = `${text} ${say(locale, `kind_${kind}`)}`;
  return button({ text, actionId: ACTIONS.importTemplate, value: kind, label });
}

/** Nothing is applied before all of them are answered. */
export function answerButton(one: Import, locale: Locale): Button | undefined {
  const n = unansweredIn(one);
  if (n === 0) return undefined;
  const text = say(locale, 'answer', { n });
  return button({ text, actionId: ACTIONS.answerLikely, value: one.id, style: 'primary' });
}

export function applyButton(one: Import, locale: Locale): Button | undefined {
  const n = one.good + one.likely;
  if (n === 0 || unansweredIn(one) > 0) return undefined;
  const text = say(locale, 'apply', { n });
  return button({
    text,
    actionId: ACTIONS.applyImport,
    value: one.id,
    style: 'primary',
    confirm: confirmation({
      title: say(locale, 'apply_sure_title'),
      text: say(locale, 'apply_sure', { n }),
      confirm: text,
      deny: say(locale, 'cancel'),
    }),
  });
}

export function refusedButton({ id, refused }: Import, locale: Locale): Button | undefined {
  if (refused === 0) return undefined;
  return button({ text: say(locale, 'refused_file'), actionId: ACTIONS.refusedRows, value: id });
}

export function dropButton({ id, fileName }: Import, locale: Locale): Button {
  const text = say(locale, 'drop');
  return button({ text, actionId: ACTIONS.dropImport, value: id, label: `${text} ${fileName}` });
}

export function undoButton(
  { id, appliedRows: n }: Pick<Import, 'id' | 'appliedRows'>,
  locale: Locale,
): Button {
  const text = say(locale, 'undo');
  return button({
    text,
    actionId: ACTIONS.undoImport,
    value: id,
    confirm: confirmation({
      title: text,
      text: say(locale, 'undo_sure', { n }),
      confirm: text,
      deny: say(locale, 'cancel'),
    }),
  });
}
