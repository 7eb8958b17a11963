import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, button, context, type Message, message, section } from '../slack/blocks.ts';
import { checkboxField, type Typed, textField, userField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { Expert } from './expert.ts';
import { buildMergeButton } from './merge-button.ts';
import { registrationFields } from './views.ts';
import { say } from './words-recorded.ts';

/** What the form is about: its draft, the expert that it mends, and who was shown as perhaps the same person. */
export type RecordIds = { draftId: string; expertId?: string; likely?: string };

/** The registration of somebody else; `likely` asks for a second look, as a tick in the same view. */
export function buildRecordForm(
  locale: Locale,
  { catalogue }: Programme,
  typed: Typed,
  ids: RecordIds,
): ModalView {
  const { likely, expertId } = ids;
  return modal({
    callbackId: VIEWS.recordExpert,
    title: say(locale, 'record_title'),
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: ids,
    blocks: [
      context(say(locale, 'record_note')),
      ...(likely ? buildSecondLook(locale, typed, likely) : []),
      ...registrationFields(locale, catalogue, typed),
      // Who was recorded without an account gets one by linking it.
      ...(expertId
        ? []
        : [
            userField('account', say(locale, 'account'), {
              typed,
              optional: true,
              hint: say(locale, 'account_hint'),
            }),
          ]),
      textField('evidence', say(locale, 'evidence'), {
        typed,
        max: 500,
        multiline: true,
        optional: true,
        hint: say(locale, 'evidence_hint'),
      }),
    ],
  });
}

function buildSecondLook(locale: Locale, typed: Typed, likely: string): KnownBlock[] {
  const options = [{ value: 'yes', text: say(locale, 'another_person') }];
  return [
    section(say(locale, 'perhaps_the_same', { name: String(typed.name), employer: String(typed.employer) })),
    checkboxField('confirm', say(locale, 'confirm'), options, { typed, revision: likely }),
  ];
}

/** Opens the form. */
export function buildRecordButton(locale: Locale): Button {
  return button({ text: say(locale, 'record'), actionId: ACTIONS.recordExpert, value: 'new' });
}

/** For the coordinator who sees them verified, and without an account. */
export function buildLinkButton({ id, name, userId, state }: Expert, locale: Locale): KnownBlock[] {
  if (userId || state !== 'verified') return [];
  const text = say(locale, 'link');
  return actions(button({ text, actionId: ACTIONS.linkExpert, value: id, label: `${text} ${name}` }));
}

export function buildLinkForm({ id, name, employer }: Expert, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.linkExpert,
    title: say(locale, 'link_title'),
    submit: say(locale, 'link'),
    close: sayShared(locale, 'cancel'),
    metadata: { expertId: id },
    blocks: [
      section(say(locale, 'link_note', { name, employer })),
      userField('account', say(locale, 'account_of', { name }), {}),
      context(say(locale, 'same_person_note')),
      ...actions(buildMergeButton({ id, name }, locale)),
    ],
  });
}

/** Where somebody stands, to the coordinator who recorded them: they have no account, or somebody else will tell. */
export function buildRecordedNotice(expert: Expert, locale: Locale): Message {
  const { name, state, id, returnReason = '' } = expert;
  if (state === 'verified') return message(section(say(locale, 'recorded_verified', { name })));
  const text = say(locale, 'mend');
  return message(
    section(say(locale, 'recorded_returned', { name, reason: returnReason })),
    actions(button({ text, actionId: ACTIONS.recordExpert, value: id, label: `${text} ${name}` })),
  );
}

/** To the account that was linked. */
export function buildLinkedNotice({ name, employer }: Expert, locale: Locale): Message {
  return message(section(say(locale, 'you_are_linked', { name, employer })));
}
