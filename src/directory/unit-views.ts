import type { Button, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { districtName, systemName } from '../programme/places.ts';
import { actions, button, context, type Message, message, section } from '../slack/blocks.ts';
import { multiSelectField, type Option, selectField, type Typed, textField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { multiUserField } from '../slack/people-field.ts';
import { say as sayShared } from '../slack/say.ts';
import { searchField } from '../slack/search-field.ts';
import { modal } from '../slack/view.ts';
import { buildMergeButton } from './merge-button.ts';
import { undoButton } from './undo-button.ts';
import { LEVELS, type Level, proposeLevel, type Unit } from './unit.ts';
import type { FoundUnit } from './units-sql.ts';
import { districtOptions, systemOptions } from './views.ts';
import { say } from './words-units.ts';

/** As many contacts, and as many deputies, as one unit has. */
const MOST_PEOPLE = 20;

/** The whole of a unit; a level that nobody has said yet is proposed. */
export function buildUnitForm(unit: Unit, locale: Locale, year: number): ModalView {
  const { id, name, kind, level, parent, version } = unit;
  const typed = typedOfUnit(unit);
  const isProposed = level === undefined && proposeLevel(unit) !== undefined;
  const former = unit.formerNames.map((one) =>
    say(locale, 'formerly_until', { name: one.name, year: one.untilYear }),
  );
  const hint = [say(locale, 'level_hint'), ...(isProposed ? [say(locale, 'level_proposed')] : [])].join(' ');
  return modal({
    callbackId: VIEWS.editUnit,
    title: say(locale, 'edit'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { unitId: id, version: String(version) },
    blocks: [
      context(
        [say(locale, `kind_${kind}`), name].join(' · '),
        ...(former.length > 0 ? [say(locale, 'formerly', { names: joinNames(former, locale) })] : []),
      ),
      textField('name', say(locale, 'name'), { typed, max: 100, hint: say(locale, 'name_hint') }),
      textField('aliases', say(locale, 'aliases'), {
        typed,
        multiline: true,
        optional: true,
        hint: say(locale, 'aliases_hint'),
      }),
      selectField('level', say(locale, 'level'), levelOptions(locale), { typed, optional: true, hint }),
      searchField('parent', say(locale, 'parent'), parent ? [{ value: parent.id, text: parent.name }] : [], {
        typed,
        optional: true,
        hint: say(locale, 'parent_hint'),
      }),
      multiSelectField('districts', say(locale, 'districts'), districtOptions(locale, year), {
        typed,
        optional: kind === 'home_unit',
        hint: say(locale, 'districts_hint'),
      }),
      selectField('system', say(locale, 'system'), systemOptions(locale), { typed, optional: true }),
      multiUserField('contacts', say(locale, 'contacts'), {
        typed,
        optional: true,
        max: MOST_PEOPLE,
        hint: say(locale, 'contacts_hint'),
      }),
      multiUserField('deputies', say(locale, 'deputies'), {
        typed,
        optional: true,
        max: MOST_PEOPLE,
        hint: say(locale, 'deputies_hint'),
      }),
      ...actions(buildMergeButton(unit, locale)),
    ],
  });
}

function typedOfUnit(unit: Unit): Typed {
  return {
    name: unit.name,
    aliases: unit.aliases.join('\n'),
    level: proposeLevel(unit) ?? null,
    parent: unit.parent?.id ?? null,
    districts: unit.districts,
    system: unit.system ?? null,
    contacts: unit.contacts,
    deputies: unit.deputies,
  };
}

function levelOptions(locale: Locale): Option[] {
  return LEVELS.map((level) => ({ value: level, text: sayLevel(level, locale) }));
}

export function sayLevel(level: Level | undefined, locale: Locale): string {
  return level === undefined ? say(locale, 'level_unknown') : say(locale, `level_${level}`);
}

/** Opens the form of this unit. */
export function buildEditUnitButton(
  { id, name }: Pick<Unit, 'id' | 'name'>,
  locale: Locale,
  text: 'edit' | 'edit_short' | 'open_again' = 'edit',
): Button {
  const words = say(locale, text);
  return button({ text: words, actionId: ACTIONS.editUnit, value: id, label: `${words} ${name}` });
}

/** What was saved, and the way back. */
export function buildUnitSaved(before: Unit, name: string, undo: number, locale: Locale): Message {
  const said =
    before.name === name
      ? say(locale, 'saved', { name })
      : say(locale, 'saved_renamed', { name, before: before.name });
  return message(section(said), actions(undoButton(undo, locale)));
}

/** Somebody else was faster: nothing is lost of theirs, and the form opens as it stands now. */
export function buildUnitChanged(
  unit: Unit,
  last: { who: string; when: string } | undefined,
  locale: Locale,
): Message {
  const { name } = unit;
  const said = last ? say(locale, 'changed', { ...last, name }) : say(locale, 'changed_by_nobody', { name });
  return message(section(said), actions(buildEditUnitButton(unit, locale, 'open_again')));
}

/** Where a unit is, beside its name: two villages of one name are told apart by their districts. */
export function unitOptions(units: readonly FoundUnit[], locale: Locale, year: number): Option[] {
  return units.map(({ id, name, kind, districts, system }) => {
    const places = [
      ...districts.slice(0, 2).map((slug) => districtName(slug, locale, year)),
      ...(system ? [systemName(system, locale)] : []),
    ];
    const where = places.length > 0 ? places : [say(locale, `kind_${kind}`)];
    return { value: id, text: say(locale, 'unit_option', { name, where: joinNames(where, locale) }) };
  });
}
