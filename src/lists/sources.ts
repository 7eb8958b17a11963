import type { Db } from '../db/open.ts';
import { isLevel } from '../directory/unit.ts';
import { buildEditUnitButton, sayLevel } from '../directory/unit-views.ts';
import { say as sayUnit } from '../directory/words-units.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import type { RegisterAsk } from '../objects/reach.ts';
import { sayExpertState } from '../objects/words.ts';
import { districtName, systemName } from '../programme/places.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { shorten } from '../slack/text.ts';
import { type ListedExpert, readExperts } from './experts-sql.ts';
import type { Filter, Listed, ListName } from './list.ts';
import { type ListedUnit, readUnits } from './units-sql.ts';
import { say } from './words.ts';

/** Each list: reads a page and says it. A list that is added is one line here and its words. */
export const SOURCES: Readonly<
  Record<ListName, (db: Db, ask: RegisterAsk, filter: Filter) => Promise<Listed>>
> = {
  async units(db, ask, filter) {
    const { units, counts } = await readUnits(db, ask, filter);
    return {
      counts: say(ask.locale, 'count_units', { ...counts }),
      total: counts.total,
      rows: units.map((unit) => ({
        text: sayUnitLine(unit, ask),
        button: buildEditUnitButton(unit, ask.locale, 'edit_short'),
      })),
    };
  },
  async experts(db, ask, filter) {
    const { experts, counts } = await readExperts(db, ask, filter);
    const text = say(ask.locale, 'open');
    return {
      counts: say(ask.locale, 'count_experts', { ...counts }),
      total: counts.total,
      rows: experts.map((expert) => ({
        text: sayExpertLine(expert, ask.locale),
        button: button({
          text,
          actionId: ACTIONS.openObject,
          value: `expert:${expert.id}`,
          label: `${text} ${expert.name}`,
        }),
      })),
    };
  },
};

function sayUnitLine(unit: ListedUnit, { programme, locale }: RegisterAsk): string {
  const { kind, name, level, districts, system, contacts, people, needs } = unit;
  const places = [
    ...districts.map((slug) => districtName(slug, locale, programme.year)),
    ...(system ? [systemName(system, locale)] : []),
  ];
  const names = joinNames(
    contacts.map((one) => shorten(one, 40)),
    locale,
  );
  return [
    `${shorten(name, 300)} · ${sayUnit(locale, `kind_${kind}`)}`,
    [sayLevel(isLevel(level) ? level : undefined, locale), ...places].join(' · '),
    [
      contacts.length > 0
        ? say(locale, 'line_contacts', { names: shorten(names, 300) })
        : sayUnit(locale, 'no_contact'),
      kind === 'host_unit'
        ? say(locale, 'line_needs', { n: needs })
        : say(locale, 'line_people', { n: people }),
    ].join(' · '),
  ].join('\n');
}

function sayExpertLine(expert: ListedExpert, locale: Locale): string {
  const { name, employer, system, state, has_account, claims } = expert;
  return [
    [shorten(name, 100), shorten(employer, 200), systemName(system, locale)].join(' · '),
    [
      sayExpertState(state, locale),
      say(locale, 'line_claims', { n: claims }),
      ...(has_account ? [] : [say(locale, 'experts_no_account')]),
    ].join(' · '),
  ].join('\n');
}
