import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { districtName, systemName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, button, context, divider, section } from '../slack/blocks.ts';
import { multiSelectField, selectField, userField } from '../slack/form.ts';
import type { OptionalScope } from '../slack/granted.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { buildHandOverButton } from './merge-button.ts';
import { buildNameButton } from './name-views.ts';
import { districtOptions, systemOptions } from './views.ts';
import { say } from './words.ts';

export interface Grant {
  id: string;
  user_id: string;
  role: 'bureau' | 'district' | 'system';
  scope: string;
  name: string;
}

/** As many roles have a button of their own: a view takes a hundred blocks. */
const MOST_GRANTS = 80;

/** Who has which role, and the form that gives one. */
export function buildSettingsForm(
  locale: Locale,
  { year, name }: Programme,
  grants: Grant[],
  missing: readonly OptionalScope[],
): ModalView {
  const lines = grants.map((grant) => `${roleLabel(locale, grant, year)}  ${grant.name}`);
  const text = say(locale, 'remove_role');
  const removable = grants.slice(0, MOST_GRANTS).map(({ id: value }, i) => {
    const label = `${text} ${lines[i]}`;
    return section(lines[i] ?? '', button({ text, actionId: ACTIONS.removeRole, value, label }));
  });
  const others = lines.slice(MOST_GRANTS);
  return modal({
    callbackId: VIEWS.settings,
    title: say(locale, 'settings_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    blocks: [
      context(`${name} · ${year}`),
      section(`${say(locale, 'roles_now')}${lines.length > 0 ? '' : `\n${say(locale, 'nobody_yet')}`}`),
      ...removable,
      ...(others.length > 0 ? [section(others.join('\n'))] : []),
      context(say(locale, 'bureau_covers')),
      ...actions(
        buildNameButton(locale),
        button({ text: say(locale, 'open_calendar'), actionId: ACTIONS.workCalendar, value: String(year) }),
        buildHandOverButton(locale),
      ),
      divider(),
      userField('user', say(locale, 'user')),
      selectField('role', say(locale, 'role'), [
        { value: 'bureau', text: say(locale, 'role_bureau') },
        { value: 'district', text: say(locale, 'role_district') },
        { value: 'system', text: say(locale, 'role_system') },
        { value: 'none', text: say(locale, 'role_none') },
      ]),
      multiSelectField('districts', say(locale, 'districts'), districtOptions(locale, year), {
        optional: true,
        hint: say(locale, 'districts_hint'),
      }),
      multiSelectField('systems', say(locale, 'systems'), systemOptions(locale), {
        optional: true,
        hint: say(locale, 'systems_hint'),
      }),
      ...buildMissing(locale, missing),
    ],
  });
}

/** What was not granted at the installation, what each would bring, and how to get it. */
function buildMissing(locale: Locale, missing: readonly OptionalScope[]): KnownBlock[] {
  if (missing.length === 0) return [];
  const lines = missing.map((scope) => `${scope}  ${say(locale, `scope_${scope}`)}`);
  return [
    divider(),
    section([say(locale, 'scopes_missing'), ...lines].join('\n')),
    context(say(locale, 'scopes_how')),
  ];
}

/** A role in words, with the names of the year. */
export function roleLabel(
  locale: Locale,
  { role, scope }: Pick<Grant, 'role' | 'scope'>,
  year: number,
): string {
  if (role === 'bureau') return say(locale, 'role_bureau');
  const place = role === 'district' ? districtName(scope, locale, year) : systemName(scope, locale);
  return `${say(locale, role === 'district' ? 'role_district' : 'role_system')} · ${place}`;
}
