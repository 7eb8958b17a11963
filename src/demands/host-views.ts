import type { ModalView } from '@slack/types';
import { isLevel } from '../directory/unit.ts';
import { buildReasonForm } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Demand } from './demand.ts';
import { say } from './words-host.ts';

/** What the press on the review carried; the modal brings it along. */
export interface Pressed {
  act: 'publish_demand' | 'grant_instant';
  /** The field that was selected, if any was. */
  field: string | undefined;
}

/** Asks why a need of a unit above the county is published. */
export function buildHostReasonForm(
  { id, number, unitName: unit }: Demand,
  hostLevel: string | undefined,
  { act, field }: Pressed,
  locale: Locale,
): ModalView {
  const why = isLevel(hostLevel) ? (hostLevel === 'national' ? 'why_national' : 'why_city') : 'why_name';
  return buildReasonForm(
    locale,
    {
      callbackId: VIEWS.publishDemand,
      title: say(locale, 'title'),
      label: say(locale, 'label', { number }),
      hint: say(locale, 'hint', { unit, why: say(locale, why) }),
      submit: say(locale, act === 'grant_instant' ? 'submit_instant' : 'submit'),
    },
    { demandId: id, act, ...(field ? { field } : {}) },
  );
}
