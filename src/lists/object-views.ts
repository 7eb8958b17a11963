import type { ModalView } from '@slack/types';
import { buildRegistrationButtons, buildRegistrationFacts } from '../directory/blocks.ts';
import type { Expert } from '../directory/expert.ts';
import { buildEraseButton, buildMergeButton } from '../directory/merge-button.ts';
import { buildLinkButton } from '../directory/record-views.ts';
import type { Unit } from '../directory/unit.ts';
import { buildEditUnitButton, sayLevel } from '../directory/unit-views.ts';
import { say as sayUnit } from '../directory/words-units.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { districtName, systemName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, button, facts, section } from '../slack/blocks.ts';
import { ACTIONS, type UserId, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { sayState } from './states.ts';
import { say } from './words.ts';

/** What this coordinator may do about an expert. */
export interface MayDo {
  verify: boolean;
  link: boolean;
  mend: boolean;
  erase: boolean;
}

/** All that is registered of somebody, where they stand, and the acts that are this coordinator's. */
export function buildExpert(expert: Expert, may: MayDo, programme: Programme, locale: Locale): ModalView {
  const { id, name, state, userId, phone, returnReason } = expert;
  const canMend = may.mend && userId === undefined && state !== 'verified';
  const stands = sayState({ list: 'experts', state }, locale);
  return modal({
    callbackId: VIEWS.findList,
    title: say(locale, 'expert_title'),
    close: sayShared(locale, 'close'),
    blocks: [
      section([name, stands, ...(returnReason ? [returnReason] : [])].join(' · ')),
      buildRegistrationFacts(expert, programme, locale),
      facts([
        [say(locale, 'phone'), phone],
        [say(locale, 'account'), userId ? { user: userId as UserId } : say(locale, 'experts_no_account')],
      ]),
      ...(may.verify ? buildRegistrationButtons(expert, locale) : []),
      ...(may.link ? buildLinkButton(expert, locale) : []),
      ...actions(
        canMend
          ? button({ text: say(locale, 'mend'), actionId: ACTIONS.recordExpert, value: id })
          : undefined,
        buildMergeButton(expert, locale),
        may.erase ? buildEraseButton(expert, locale) : undefined,
      ),
    ],
  });
}

/** All that is known of a unit, and the way to mend it. */
export function buildUnit(unit: Unit, { year }: Programme, locale: Locale): ModalView {
  const { name, kind, level, parent, districts, system, aliases, formerNames, contacts, deputies } = unit;
  const former = formerNames.map((one) =>
    sayUnit(locale, 'formerly_until', { name: one.name, year: one.untilYear }),
  );
  return modal({
    callbackId: VIEWS.findList,
    title: say(locale, 'unit_title'),
    close: sayShared(locale, 'close'),
    blocks: [
      section(name),
      facts([
        [say(locale, 'kind'), sayUnit(locale, `kind_${kind}`)],
        [say(locale, 'level'), sayLevel(level, locale)],
        [say(locale, 'parent'), parent?.name],
        [
          say(locale, 'district'),
          joinNames(
            districts.map((slug) => districtName(slug, locale, year)),
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
      ...actions(buildEditUnitButton(unit, locale), buildMergeButton(unit, locale)),
    ],
  });
}
