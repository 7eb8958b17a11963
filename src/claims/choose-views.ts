import type { ModalView } from '@slack/types';
import type { Demand } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { section } from '../slack/blocks.ts';
import { MOST_OPTIONS, type Option, selectField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { Claimant } from './claimants-sql.ts';
import { say } from './words-acting.ts';

/** In whose name: of those whom the person assists, and themselves. */
export function buildChooseExpert(
  claimants: readonly Claimant[],
  { id, number }: Pick<Demand, 'id' | 'number'>,
  locale: Locale,
): ModalView {
  const options: Option[] = claimants.slice(0, MOST_OPTIONS).map(({ id: value, name, employer, isOwn }) => ({
    value,
    text: say(locale, isOwn ? 'claimant_own' : 'claimant', { expert: name, employer }),
  }));
  return modal({
    callbackId: VIEWS.chooseExpert,
    title: say(locale, 'choose_expert_title'),
    submit: say(locale, 'choose_submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { demandId: id },
    blocks: [
      section(say(locale, 'choose_expert_note', { need: number })),
      selectField('expert', say(locale, 'choose_expert'), options, {}),
    ],
  });
}

/** For which of two employers. `onBehalf`: a coordinator claims for the expert, who said yes to them in this way. */
export function buildChooseEmployer(
  expert: Pick<Expert, 'id' | 'name' | 'employerId' | 'employer' | 'secondEmployerId' | 'secondEmployer'>,
  { id, number }: Pick<Demand, 'id' | 'number'>,
  locale: Locale,
  onBehalf?: { reason: string },
): ModalView {
  const { name, employerId, employer, secondEmployerId = '', secondEmployer = '' } = expert;
  const options: Option[] = [
    { value: employerId, text: employer },
    { value: secondEmployerId, text: secondEmployer },
  ];
  return modal({
    callbackId: VIEWS.chooseEmployer,
    title: say(locale, 'choose_employer_title'),
    submit: say(locale, 'choose_submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { demandId: id, expertId: expert.id, ...(onBehalf && { onBehalf: 'yes', ...onBehalf }) },
    blocks: [
      section(say(locale, 'choose_employer_note', { expert: name, need: number })),
      selectField('employer', say(locale, 'choose_employer'), options, {}),
    ],
  });
}
