import type { ACTS, Values } from './year-acts.ts';

/** Moment of Shanghai ('MM-DD HH:MM' from September 2013 to March 2014), who does what to which thing. */
export type Line = readonly [when: string, who: string, act: keyof typeof ACTS, what?: string, more?: Values];

/** A need of this district: first and last day of the service, last day on which it takes claims. */
function need(district: string, start: string, end: string, deadline: string, year = 2013): Values {
  return {
    districts: [district],
    expert_slots: '1',
    time_text: `${start.replace('-', '月')}日`,
    service_start: `${year}-${start}`,
    service_end: `${year}-${end}`,
    claim_deadline: `${year}-${deadline}`,
  };
}

/** A need for what all experts of the year offer. */
const OFFERED: Values = { ...need('binhai', '12-11', '12-12', '12-06'), need_types: ['tech_problem'] };

/**
 * What people do in seven months; all they leave undone is the desk's to remind of. A claim is called by its need and
 * its expert. U0ALICE lives in London: the contact of 田若川's home unit, and an expert of 津沽大学 herself.
 */
export const PLAN: readonly Line[] = [
  ['09-02 10:30', 'U0BUREAU', 'giveRoles'],
  ['09-02 10:10', 'U0ZJ0006', 'register', 'U0HOME', { name: '何知远' }],
  ['09-02 10:15', 'U0ZJ0007', 'register', 'U0ALICE', { name: '田若川', employer: '海河医院' }],
  ['09-02 10:20', 'U0ALICE', 'register', 'U0HOME', { name: 'Alice Wong' }],
  ['09-02 14:00', 'U0BINHAI', 'planDigest', 'binhai', { channel: 'C0BINHAI' }],

  // A: everything at once, the report on the Saturday after the service.
  ['09-03 10:00', 'U0HOST', 'post', 'A', need('binhai', '09-12', '09-13', '09-10')],
  ['09-04 10:00', 'U0ZJ0006', 'claim', 'A'],
  ['09-04 14:00', 'U0HOME', 'consent', 'A U0ZJ0006'],
  ['09-05 10:00', 'U0HOST', 'accept', 'A U0ZJ0006'],
  ['09-14 20:00', 'U0ZJ0006', 'report', 'A U0ZJ0006'],
  ['09-16 10:00', 'U0HOST', 'confirm', 'A U0ZJ0006'],
  ['09-17 10:00', 'U0BINHAI', 'acceptReport', 'A U0ZJ0006'],

  // B: consent after the nudge, from London; report and confirmation late, over National Day.
  ['09-06 10:00', 'U0HOST', 'post', 'B', need('binhai', '09-23', '09-24', '09-16')],
  ['09-09 10:00', 'U0ZJ0007', 'claim', 'B'],
  ['09-12 20:00', 'U0ALICE', 'consent', 'B U0ZJ0007'],
  ['09-13 10:00', 'U0HOST', 'accept', 'B U0ZJ0007'],
  ['10-11 14:00', 'U0ZJ0007', 'report', 'B U0ZJ0007'],
  ['10-16 14:00', 'U0HOST', 'confirm', 'B U0ZJ0007'],
  ['10-17 10:00', 'U0BINHAI', 'acceptReport', 'B U0ZJ0007'],

  // C: the home unit is silent over the holiday, the need nearly runs out, the host answers late, no report ever.
  ['09-10 10:00', 'U0FARM', 'post', 'C', need('wuqing', '10-28', '10-30', '10-18')],
  ['09-25 10:00', 'U0ZJ0006', 'claim', 'C'],
  ['10-16 14:00', 'U0ZJ0007', 'claim', 'C'],
  ['10-16 20:00', 'U0ALICE', 'consent', 'C U0ZJ0007'],
  ['10-21 15:30', 'U0FARM', 'accept', 'C U0ZJ0007'],

  // D: nobody ever claims it.
  ['10-14 10:00', 'U0HOST', 'post', 'D', need('binhai', '11-11', '11-12', '10-31')],

  // E: the host is silent and the slot is free again; then Alice serves, and everybody answers at once.
  ['10-14 10:30', 'U0HOST', 'post', 'E', need('binhai', '11-18', '11-19', '11-08')],
  ['10-21 10:00', 'U0ZJ0006', 'claim', 'E'],
  ['10-21 11:00', 'U0HOME', 'consent', 'E U0ZJ0006'],
  ['10-29 20:00', 'U0ALICE', 'claim', 'E'],
  ['10-30 10:00', 'U0HOME', 'consent', 'E U0ALICE'],
  ['10-30 11:00', 'U0HOST', 'accept', 'E U0ALICE'],
  ['11-20 06:00', 'U0ALICE', 'report', 'E U0ALICE'],
  ['11-20 10:00', 'U0HOST', 'confirm', 'E U0ALICE'],
  ['11-21 10:00', 'U0BINHAI', 'acceptReport', 'E U0ALICE'],

  // F: the home unit of the expert in London never answers.
  ['11-12 10:00', 'U0FARM', 'post', 'F', need('wuqing', '12-23', '12-24', '12-13')],
  ['11-18 20:00', 'U0ALICE', 'claim', 'F'],

  // G: the home unit's contact is away and the deputy consents; the host never confirms the report.
  ['11-05 10:00', 'U0HOST', 'post', 'G', need('binhai', '11-21', '11-22', '11-15')],
  ['11-06 09:10', 'U0HOME', 'goAway', 'U0BINHAI', { until: '2013-11-13' }],
  ['11-06 10:00', 'U0ZJ0006', 'claim', 'G'],
  ['11-08 10:00', 'U0BINHAI', 'consent', 'G U0ZJ0006'],
  ['11-08 14:00', 'U0HOST', 'accept', 'G U0ZJ0006'],
  ['11-26 10:00', 'U0ZJ0006', 'report', 'G U0ZJ0006'],
  ['12-10 10:00', 'U0BINHAI', 'override', 'G U0ZJ0006'],

  // H: London puts the reminder off, the host says "not mine".
  ['11-19 10:00', 'U0FARM', 'post', 'H', need('wuqing', '12-16', '12-17', '12-06')],
  ['11-25 10:00', 'U0ZJ0007', 'claim', 'H'],
  ['11-28 17:30', 'U0ALICE', 'snooze'],
  ['11-29 20:00', 'U0ALICE', 'consent', 'H U0ZJ0007'],
  ['12-04 10:00', 'U0FARM', 'notMine', 'H U0ZJ0007', { user: 'U0WUQING' }],
  ['12-05 10:00', 'U0WUQING', 'accept', 'H U0ZJ0007'],
  ['12-18 08:30', 'U0ZJ0007', 'report', 'H U0ZJ0007'],
  ['12-18 10:00', 'U0FARM', 'confirm', 'H U0ZJ0007'],
  ['12-18 14:00', 'U0WUQING', 'acceptReport', 'H U0ZJ0007'],

  // I: the service ends on the year's last day, its report is a week late.
  ['12-03 10:00', 'U0HOST', 'post', 'I', need('binhai', '12-30', '12-31', '12-20')],
  ['12-09 10:00', 'U0ZJ0006', 'claim', 'I'],
  ['12-09 11:00', 'U0HOME', 'consent', 'I U0ZJ0006'],
  ['12-09 14:00', 'U0HOST', 'accept', 'I U0ZJ0006'],
  ['01-09 10:00', 'U0ZJ0006', 'report', 'I U0ZJ0006'],
  ['01-10 10:00', 'U0HOST', 'confirm', 'I U0ZJ0006'],
  ['01-13 10:00', 'U0BINHAI', 'acceptReport', 'I U0ZJ0006'],

  // J: experts are asked one by one; London says no, the next one, two working days later, says yes.
  ['11-26 11:00', 'U0HOST', 'post', 'J', OFFERED],
  ['11-26 11:15', 'U0BINHAI', 'askExperts', 'J', { wave_size: '1' }],
  ['11-27 20:00', 'U0ALICE', 'sayNo', 'J'],
  ['11-28 14:00', 'U0ZJ0006', 'sayYes', 'J'],
  ['11-28 14:30', 'U0HOME', 'consent', 'J U0ZJ0006'],
  ['11-29 10:00', 'U0HOST', 'accept', 'J U0ZJ0006'],
  ['12-13 09:10', 'U0ZJ0006', 'report', 'J U0ZJ0006'],
  ['12-13 10:00', 'U0HOST', 'confirm', 'J U0ZJ0006'],
  ['12-13 14:00', 'U0BINHAI', 'acceptReport', 'J U0ZJ0006'],

  // Digests: the district's is silent for three weeks, the city's is skipped once.
  ['10-14 11:00', 'U0BINHAI', 'mute', 'C0BINHAI'],
  ['11-04 11:00', 'U0BINHAI', 'unmute', 'C0BINHAI'],
  ['11-22 16:30', 'U0BUREAU', 'skip'],

  // Summaries: one early, returned and mended; one late; one never; the bureau's own before Christmas.
  ['11-20 14:00', 'U0BINHAI', 'handIn', 'binhai'],
  ['11-26 14:00', 'U0BUREAU', 'giveBack', 'binhai'],
  ['12-11 10:00', 'U0BINHAI', 'handIn', 'binhai'],
  ['12-12 10:00', 'U0BUREAU', 'acceptSummary', 'binhai'],
  ['12-25 10:00', 'U0BUREAU', 'handInTheRest'],
  ['01-06 10:00', 'U0WUQING', 'handIn', 'wuqing'],
  ['01-07 10:00', 'U0BUREAU', 'giveBack', 'wuqing'],
  ['01-20 10:00', 'U0WUQING', 'handIn', 'wuqing'],
  ['01-21 10:00', 'U0BUREAU', 'acceptSummary', 'wuqing'],

  // The year turns: the next one is opened, and the old one closed when nothing of it waits for anybody any more.
  ['01-02 10:00', 'U0BUREAU', 'openYear', '2014'],
  ['02-10 10:00', 'U0BUREAU', 'acceptTheRest', '2013'],
  ['02-10 11:00', 'U0BUREAU', 'waiveSummary', 'education 2013'],
  ['02-17 10:00', 'U0BUREAU', 'closeYear', '2013'],

  // K: a need of January, while the old year is closing.
  ['01-06 10:30', 'U0HOST', 'post', 'K', need('binhai', '01-20', '01-21', '01-15', 2014)],
  ['01-07 10:00', 'U0ZJ0007', 'claim', 'K'],
  ['01-07 20:00', 'U0ALICE', 'consent', 'K U0ZJ0007'],
  ['01-08 10:00', 'U0HOST', 'accept', 'K U0ZJ0007'],
  ['01-22 10:00', 'U0ZJ0007', 'report', 'K U0ZJ0007'],
  ['01-22 14:00', 'U0HOST', 'confirm', 'K U0ZJ0007'],
  ['01-22 15:00', 'U0BINHAI', 'acceptReport', 'K U0ZJ0007'],

  // L: a need of March, when the old year is closed; its report is never written.
  ['03-03 10:00', 'U0FARM', 'post', 'L', need('wuqing', '03-20', '03-21', '03-14', 2014)],
  ['03-04 10:00', 'U0ZJ0006', 'claim', 'L'],
  ['03-04 14:00', 'U0HOME', 'consent', 'L U0ZJ0006'],
  ['03-05 10:00', 'U0FARM', 'accept', 'L U0ZJ0006'],
];

const SET_UP = PLAN.filter(([when]) => when.startsWith('09-02')).map(
  ([when, ...rest]): Line => [when.replace('09-02', '10-31'), ...rest],
);

/** November by itself: the people register the day before, and of the needs those that are posted in it. */
export const NOVEMBER: readonly Line[] = [
  ...SET_UP,
  ...PLAN.filter(([when, , act, what = '']) => {
    const isOfMonth = when >= '11-05' && when <= '12-05 23:59';
    return isOfMonth && act !== 'mute' && act !== 'unmute' && !/^[CEI]( |$)/.test(what);
  }),
];
