import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { idsOf } from '../directory/acts-for.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { showDate, today } from '../programme/programme.ts';
import { actions, button, context, header, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildReportLine, reviewHint, type Shown } from './blocks.ts';
import {
  amendButton,
  coordinatorButtons,
  correctButton,
  expertButtons,
  hostButtons,
  mendButton,
} from './buttons.ts';
import { listHeldUp } from './held-up.ts';
import { listAcceptedReports, listReportsOf, listReportsToAccept, listReportsToConfirm } from './listings.ts';
import { isCorrectable, isOpenForRevision, type Report, waitsForCoordinator } from './report.ts';
import { listUnreported, type Service } from './services.ts';
import { say } from './words.ts';

const MOST = 5;

/** Reports to confirm, to accept, to mend and still to be written; and where one's own stand. */
export async function listReportsWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, actor, programme, years, locale, now } = ask;
  const expertIds = idsOf({ own: ask.expert, assisted: [...ask.assisted] });
  const { liveYears } = programme;
  const [heldUp, toConfirm, undecided, mine, unreported, accepted] = await Promise.all([
    listHeldUp(db, ask),
    listReportsToConfirm(db, teamId, liveYears, userId),
    listReportsToAccept(db, teamId, liveYears, actor),
    listReportsOf(db, teamId, liveYears, { userId, expertIds }),
    listUnreported(db, programme, today(programme, now), { expertIds, userId }),
    listAcceptedReports(db, teamId, liveYears, actor),
  ]);
  const shown = { locale, programme };
  const of = (report: Report): Shown => ({ locale, programme: years.of(report) });
  const line = (report: Report, buttons: KnownBlock[]) => [
    ...buildReportLine(report, of(report)),
    ...buttons,
  ];
  const review = (report: Report) => [
    ...buildReportLine(report, of(report)),
    context(reviewHint(report, locale)),
    ...coordinatorButtons(report, locale, ask.offersLinks),
  ];
  const isMine = (report: Report) => report.author === userId || report.recordedBy === userId;
  const [toMend, others] = partition(mine, (report) => isOpenForRevision(report) && isMine(report));
  const mayAmend = ({ id, author, state }: Report) =>
    state === 'accepted' && (author === userId || accepted.some((one) => one.id === id));
  const amendable = (report: Report) =>
    line(
      report,
      mayAmend(report)
        ? actions(amendButton(report, locale))
        : isMine(report)
          ? isCorrectable(report)
            ? actions(correctButton(report, locale))
            : []
          : expertButtons(report, locale),
    );
  const strangers = accepted.filter(({ id }) => mine.every((report) => report.id !== id));
  const [owed, hosted] = partition(unreported, ({ isOwn }) => isOwn);
  const [ready, early] = partition(undecided, waitsForCoordinator);
  return {
    waiting: [
      ...heldUp,
      ...group(say(locale, 'home_confirm'), toConfirm, (one) => line(one, hostButtons(one, locale)), shown),
      ...group(say(locale, 'home_accept'), ready, review, shown),
      ...group(say(locale, 'home_mend'), toMend, (one) => line(one, actions(mendButton(one, locale))), shown),
      ...group(say(locale, 'home_owed'), owed, (one) => buildServiceLine(one, 'file_report', shown), shown),
    ],
    holding: [
      ...group(
        say(locale, 'home_hosted'),
        hosted,
        (one) => buildServiceLine(one, 'file_for_expert', shown),
        shown,
      ),
      ...group(say(locale, 'home_waiting_host'), early, review, shown),
      ...group(say(locale, 'home_mine'), others, amendable, shown),
      ...group(say(locale, 'home_accepted'), strangers, amendable, shown),
    ],
  };
}

/** A service that owes a report, with the button that writes it. */
function buildServiceLine(
  { demandId, number, title, unitName, serviceEnd }: Service,
  key: 'file_report' | 'file_for_expert',
  { locale, programme }: Shown,
): KnownBlock[] {
  const text = say(locale, key);
  const ends =
    serviceEnd && say(locale, 'line_ended', { date: showDate(serviceEnd, locale, programme.year) });
  return [
    section(say(locale, 'line_owed', { number, title, unit: unitName })),
    ...(ends ? [context(ends)] : []),
    ...actions(button({ text, actionId: ACTIONS.fileReport, value: demandId, label: `${text} ${number}` })),
  ];
}

function group<T>(
  title: string,
  items: readonly T[],
  build: (item: T) => KnownBlock[],
  { locale }: Shown,
): KnownBlock[] {
  if (items.length === 0) return [];
  const more = items.length - MOST;
  return [
    header(title),
    ...items.slice(0, MOST).flatMap(build),
    ...(more > 0 ? [context(say(locale, 'more_items', { n: more }))] : []),
  ];
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
