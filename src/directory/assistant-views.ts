import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { actions, button, facts, type Message, message, section } from '../slack/blocks.ts';
import { userField } from '../slack/form.ts';
import { ACTIONS, type UserId, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { Expert } from './expert.ts';
import type { AssistantNews } from './tell-assistant.ts';
import { say } from './words-assistants.ts';

/** As many as a line names. */
const MOST_NAMES = 10;

/** Opens the form in which an assistant is named, changed or ended; for the expert and their coordinators. */
export function assistantButton({ id, name, assistantUser }: Expert, locale: Locale): Button {
  const text = say(locale, assistantUser ? 'change_assistant' : 'name_assistant');
  return button({ text, actionId: ACTIONS.nameAssistant, value: id, label: `${text} ${name}` });
}

/** One field; empty ends it. */
export function buildAssistantForm({ id, name, employer, assistantUser }: Expert, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.nameAssistant,
    title: say(locale, 'assistant_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { expertId: id },
    blocks: [
      section(say(locale, 'assistant_note', { expert: name, employer })),
      userField('assistant', say(locale, 'assistant'), {
        typed: { assistant: assistantUser ?? null },
        optional: true,
      }),
    ],
  });
}

/** To whom it concerns, once; undefined where it has changed again since. */
export function buildAssistantNotice(
  news: AssistantNews,
  expert: Expert,
  { target, need = '' }: { target: string; need?: string | undefined },
  locale: Locale,
): Message | undefined {
  const { name, employer, assistantUser } = expert;
  const values = { expert: name, employer };
  switch (news) {
    case 'named':
      return assistantUser === target ? message(section(say(locale, 'you_assist', values))) : undefined;
    case 'ended':
      return assistantUser === target
        ? undefined
        : message(section(say(locale, 'you_assist_no_more', values)));
    case 'given':
      return assistantUser === undefined
        ? undefined
        : message(
            section(say(locale, 'your_assistant')),
            facts([[say(locale, 'assistant'), { user: assistantUser as UserId }]]),
          );
    case 'declined':
      return message(section(say(locale, 'your_assistant_declined', { need })));
    case 'verified':
      return expert.state === 'verified'
        ? message(section(say(locale, 'assisted_verified', values)))
        : undefined;
    case 'taken':
      return assistantUser === undefined ? message(section(say(locale, 'your_assistant_none'))) : undefined;
  }
}

/** 何知远（助手 小林 代）: what somebody did in an expert's name. */
export function nameThrough(expert: string, assistant: string | undefined, locale: Locale): string {
  return assistant ? say(locale, 'by_assistant', { expert, assistant }) : expert;
}

/** Above what an expert without an account would read: it is not about the reader. */
export function sayForWhom({ name }: { name: string }, locale: Locale): string {
  return say(locale, 'for_expert', { expert: name });
}

/** In the expert's Home: who acts in their name, and how to end it. */
export function buildOwnAssistant(expert: Expert, locale: Locale): KnownBlock[] {
  if (!expert.assistantUser) return [];
  const user = { user: expert.assistantUser as UserId };
  return [facts([[say(locale, 'home_assistant'), user]]), ...actions(assistantButton(expert, locale))];
}

/** In the assistant's Home: in whose names they act. */
export function buildAssisted(experts: readonly Expert[], locale: Locale): KnownBlock {
  const names = experts.slice(0, MOST_NAMES).map(({ name, employer }) => `${name} · ${employer}`);
  const more = experts.length > MOST_NAMES ? ['…'] : [];
  return section(say(locale, 'home_assisted', { experts: joinNames([...names, ...more], locale) }));
}
