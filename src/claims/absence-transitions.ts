import { SAID_ABSENT } from './claim.ts';
import { type ActOnClaim, COORDINATORS, type Transition } from './transition.ts';

/** What becomes of a confirmed claim where nobody came, or no report will (designs 3). */
export const ABSENCE_TRANSITIONS = {
  report_no_show: {
    from: ['confirmed'],
    to: 'no_show_reported',
    by: ['host', 'district', 'bureau'],
    frees: 'nothing',
    unreported: true,
    tells: [
      { who: 'expert', news: 'no_show_reported' },
      { who: 'deciders', news: 'no_show_to_decide' },
    ],
    undo: true,
  },
  object_no_show: {
    from: ['no_show_reported'],
    to: 'no_show_objected',
    by: ['expert', 'assistant', ...COORDINATORS],
    frees: 'nothing',
    tells: [
      { who: 'deciders', news: 'no_show_objected' },
      { who: 'expert', news: 'objected_by_assistant', by: 'assistant' },
    ],
    undo: false,
  },
  uphold_no_show: {
    from: SAID_ABSENT,
    to: 'no_show',
    by: ['district', 'bureau'],
    frees: 'slot',
    unreported: true,
    tells: [
      { who: 'expert', news: 'no_show' },
      { who: 'contact', news: 'no_show_to_host' },
    ],
    undo: true,
  },
  dismiss_no_show: {
    from: SAID_ABSENT,
    to: 'confirmed',
    by: ['district', 'bureau'],
    frees: 'nothing',
    tells: [
      { who: 'expert', news: 'no_show_dismissed' },
      { who: 'contact', news: 'no_show_dismissed' },
    ],
    undo: true,
  },
  waive_report: {
    from: ['confirmed'],
    to: 'report_waived',
    by: ['district', 'bureau'],
    frees: 'slot',
    unreported: true,
    tells: [{ who: 'expert', news: 'report_waived' }],
    undo: true,
  },
} as const satisfies Partial<Record<ActOnClaim, Transition>>;
