import type { ModalView } from '@slack/types';
import { titleOf } from '../demands/blocks.ts';
import type { Demand, Seats } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { context, section } from '../slack/blocks.ts';
import { textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { sayWhy } from './blocks.ts';
import { type Candidate, USUAL_WAVE } from './round.ts';
import { say } from './words.ts';

/** As many names as a phone shows without scrolling far. */
const SHOWN = 8;

/** How many at a time, and who would be asked in which order. */
export function buildRoundForm(
  { demand, seats, candidates }: { demand: Demand; seats: Seats; candidates: readonly Candidate[] },
  programme: Programme,
  locale: Locale,
): ModalView {
  const title = titleOf(demand, programme, locale);
  const more = candidates.length - SHOWN;
  const lines = candidates.slice(0, SHOWN).map(({ expert }) => {
    const why = sayWhy(demand, expert, programme, locale);
    return say(locale, 'form_candidate', {
      ...{ name: expert.name, employer: expert.employer },
      why: why ? say(locale, 'why_brackets', { why }) : '',
    });
  });
  return modal({
    callbackId: VIEWS.askExperts,
    title: say(locale, 'form_title'),
    submit: say(locale, 'form_submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { demandId: demand.id },
    blocks: [
      section(say(locale, 'form_about', { number: demand.number, title, free: seats.free })),
      textField('wave_size', say(locale, 'wave_size'), { typed: { wave_size: String(USUAL_WAVE) }, max: 10 }),
      section(`${say(locale, 'form_first')}\n${lines.join('\n')}`),
      ...(more > 0 ? [context(say(locale, 'form_more', { n: more }))] : []),
      context(say(locale, 'form_how')),
    ],
  });
}
