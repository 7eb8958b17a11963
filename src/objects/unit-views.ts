import { titleOf } from '../demands/blocks.ts';
import type { Named } from '../demands/demand.ts';
import { linkButton } from '../directory/link-button.ts';
import { buildMergeButton } from '../directory/merge-button.ts';
import type { Actor, Whose } from '../directory/permissions.ts';
import type { Unit } from '../directory/unit.ts';
import { buildEditUnitButton, sayLevel } from '../directory/unit-views.ts';
import { say as sayUnit } from '../directory/words-units.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { districtName, systemName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, context, facts, header, section } from '../slack/blocks.ts';
import type { UserId } from '../slack/ids.ts';
import { mayPress, type Whole } from './whole.ts';
import { listOf, openButton } from './whole-blocks.ts';
import { say } from './words.ts';

/** A unit of the register, with this year's needs or with its people. */
export interface UnitShown {
  unit: Unit;
  programme: Programme;
  locale: Locale;
  actor: Actor;
  whose: Whose;
  /** A home unit may say yes in advance by an address. */
  asksByLink: boolean;
  needs: { rows: readonly (Named & { id: string; number: string })[]; total: number };
  people: { rows: readonly { id: string; name: string }[]; total: number };
}

export function buildUnit(shown: UnitShown): Pick<Whole, 'title' | 'head' | 'body' | 'acts'> {
  const { unit, programme, locale, needs, people, actor, whose, asksByLink } = shown;
  const { id, name, kind, level, parent, districts, system, aliases, formerNames, contacts, deputies } = unit;
  const former = formerNames.map((one) =>
    sayUnit(locale, 'formerly_until', { name: one.name, year: one.untilYear }),
  );
  const more = (total: number, rows: number) =>
    total > rows ? [context(say(locale, 'more', { n: total - rows }))] : [];
  return {
    title: say(locale, 'unit_title'),
    head: [header(name), section(sayUnit(locale, `kind_${kind}`))],
    body: [
      facts([
        [say(locale, 'kind'), sayUnit(locale, `kind_${kind}`)],
        [say(locale, 'level'), sayLevel(level, locale)],
        [
          say(locale, 'district'),
          joinNames(
            districts.map((slug) => districtName(slug, locale, programme.year)),
            locale,
          ),
        ],
        [say(locale, 'system'), system && systemName(system, locale)],
        [say(locale, 'aliases'), joinNames(aliases, locale)],
        [say(locale, 'former'), joinNames(former, locale)],
        ...contacts.map((user) => [say(locale, 'contacts'), { user: user as UserId }] as const),
        ...deputies.map((user) => [say(locale, 'deputies'), { user: user as UserId }] as const),
        ...(contacts.length + deputies.length === 0
          ? [[say(locale, 'contacts'), sayUnit(locale, 'no_contact')] as const]
          : []),
      ]),
      ...(parent
        ? [
            section(
              `${say(locale, 'parent')} ${parent.name}`,
              openButton({ kind: 'unit', id: parent.id }, parent.name, locale),
            ),
          ]
        : []),
      ...listOf(
        say(locale, 'needs_year', { year: programme.year }),
        needs.rows.map((one) => ({
          text: `${one.number} ${titleOf(one, programme, locale)}`,
          to: { kind: 'demand', id: one.id },
          name: one.number,
        })),
        needs.rows.length,
        locale,
      ),
      ...more(needs.total, needs.rows.length),
      ...listOf(
        say(locale, 'people'),
        people.rows.map((one) => ({ text: one.name, to: { kind: 'expert', id: one.id }, name: one.name })),
        people.rows.length,
        locale,
      ),
      ...more(people.total, people.rows.length),
    ],
    acts: actions(
      ...mayPress([buildEditUnitButton(unit, locale), buildMergeButton(unit, locale)], actor, () => whose),
      asksByLink ? linkButton(id, name, locale, 'make_link_in_advance') : undefined,
    ),
  };
}
