import type { WebClient } from '@slack/web-api';
import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { findExpertByUser } from '../directory/repository.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { findLiveYears } from '../programme/live-years.ts';
import { today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { readEmployersView } from './sql.ts';
import { AT_HOME, buildMyDates, buildOurPeople, buildPeoplePage, ON_A_PAGE } from './views.ts';

/** Our people, to who speaks for an employer; and their own dates, to an expert. Nothing is asked for anybody else. */
export async function listOurPeople(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, isContact, expert, programme, years, locale, now } = ask;
  const isExpert = expert?.state === 'verified';
  if (!isContact && !isExpert) return { waiting: [], holding: [] };
  const view = await readEmployersView(db, {
    teamId,
    userId,
    expertId: expert?.id,
    year: programme.year,
    today: today(programme, now),
    page: { limit: AT_HOME, offset: 0 },
  });
  const shown = { years, locale };
  return {
    waiting: [],
    holding: [
      ...(isExpert ? buildMyDates(expert, view.mine, shown) : []),
      ...(isContact ? buildOurPeople(view, shown) : []),
    ],
  };
}

/** `our_people`: all of them, in pages; in the modal that is open, the page takes the place of the one before. */
export async function showPeople(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { teamId, userId, locale, now, value, inView } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const page = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  const [years, expert] = [
    await findLiveYears(deps.db, programme),
    await findExpertByUser(deps.db, teamId, userId),
  ];
  const view = await readEmployersView(deps.db, {
    teamId,
    userId,
    expertId: expert?.id,
    year: programme.year,
    today: today(programme, now),
    page: { limit: ON_A_PAGE, offset: page * ON_A_PAGE },
  });
  const shown = buildPeoplePage(view, { years, locale }, page);
  // A press in Home is one in a view as well.
  if (inView?.metadata.list === ACTIONS.ourPeople)
    await client.views.update({ view_id: inView.id, view: shown });
  else await click.open(shown);
}
