import type { KnownBlock, ModalView } from '@slack/types';
import { districtOptions, optionsOf } from '../directory/views.ts';
import { firstMetrics } from '../programme/catalogue.ts';
import { context, section } from '../slack/blocks.ts';
import { dateField, multiSelectField, selectField, textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { attachmentFields } from './attachments.ts';
import {
  backButton,
  buildDoubts,
  demandField,
  expertsField,
  figureField,
  heard,
  LINE_CHOICE,
  otherMetrics,
  type ReportFormView,
} from './form-fields.ts';
import { say } from './words.ts';

/** Step one: what, when, who, the line's first figures and the result; two minutes on a phone (decision 23). */
export function buildFirstStep(view: ReportFormView): ModalView {
  const { locale, programme, typed, state } = view;
  const { catalogue, year } = programme;
  const again = { typed, revision: state.revision };
  const districts = districtOptions(locale, year);
  return buildStep(view, 'form_title', 'next', [
    ...view.lead.map((text) => context(text)),
    ...buildDoubts(view),
    demandField(view),
    textField('title', say(locale, 'title'), { ...again, max: 300 }),
    heard(
      selectField(
        'action_line',
        say(locale, 'action_line'),
        optionsOf(catalogue.action_lines, locale, typed.action_line),
        again,
      ),
      LINE_CHOICE,
      state,
    ),
    selectField('form', say(locale, 'form'), optionsOf(catalogue.forms, locale, typed.form), {
      ...again,
      optional: true,
    }),
    multiSelectField('districts', say(locale, 'districts'), districts, again),
    dateField('service_start', say(locale, 'service_start'), again),
    dateField('service_end', say(locale, 'service_end'), again),
    textField('days', say(locale, 'days'), {
      ...{ typed, optional: true, max: 20, placeholder: say(locale, 'days_placeholder') },
    }),
    textField('place', say(locale, 'place'), { ...again, optional: true, max: 300 }),
    expertsField(view),
    ...firstMetrics(catalogue, state.line).map((metric) => figureField(metric, view)),
    textField('summary', say(locale, 'summary'), {
      ...{ typed, optional: true, multiline: true, hint: say(locale, 'summary_hint') },
    }),
  ]);
}

/** Step two, all optional: the line's other figures, the story, what comes next, the news. */
export function buildSecondStep(view: ReportFormView, line: string, when: string): ModalView {
  const { locale, programme, typed, state } = view;
  const title = typeof typed.title === 'string' ? typed.title : '';
  const long = { typed, optional: true, multiline: true };
  const reason = { typed, multiline: true, max: 1000, hint: say(locale, 'amend_hint') };
  return buildStep(view, 'form_title_more', 'submit', [
    section(say(locale, 'more_lead', { title, when })),
    ...(state.amends ? [textField('reason', say(locale, 'amend_reason'), reason)] : []),
    ...buildDoubts(view),
    ...otherMetrics(programme.catalogue, line, state.line).map((metric) => figureField(metric, view)),
    textField('typical_story', say(locale, 'typical_story'), long),
    textField('next_steps', say(locale, 'next_steps'), long),
    textField('news', say(locale, 'news'), long),
    ...attachmentFields(locale, typed, view.mayReadFiles),
    backButton(locale),
  ]);
}

function buildStep(
  { locale, state }: ReportFormView,
  title: 'form_title' | 'form_title_more',
  submit: 'next' | 'submit',
  blocks: KnownBlock[],
): ModalView {
  return modal({
    callbackId: VIEWS.fileReport,
    title: say(locale, state.amends ? 'amend_title' : title),
    submit: say(locale, submit),
    close: sayShared(locale, 'cancel'),
    metadata: { ...state },
    blocks,
  });
}
