import type { HomeView, KnownBlock } from '@slack/types';
import type { HomeAsk } from '../directory/home-ask.ts';
import { buildHandOverButton } from '../directory/merge-button.ts';
import { buildNameButton } from '../directory/name-views.ts';
import { buildRecordButton } from '../directory/record-views.ts';
import { buildExportButton } from '../files/export-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { importButton } from '../imports/buttons.ts';
import { awayButton } from '../nudges/blocks.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { say as sayProgramme } from '../programme/words.ts';
import { actions, button, context, divider, header, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';

const say = wordsOf({
  zh: {
    waiting: '待我办理',
    nothing_waiting: '现在没有需要您办理的事。',
    holding: '我的事项',
    nothing_holding: '您还没有进行中的事项。',
    more: '还有更多事项，先办完上面的就会显示。',
    glance: '行动概览',
    progress: '服务专家 {experts} / {target} 人 · {personTimes} 人次',
    until: '{name} · {year} 年 · 年度总结截止 {deadline}',
    post: '发布需求',
    register: '专家登记',
    report: '填报服务',
    settings: '设置',
    change_registration: '我的登记',
    today: '今天 {date}',
  },
  en: {
    waiting: 'Waiting for me',
    nothing_waiting: 'Nothing waits for you right now.',
    holding: 'What I have going',
    nothing_holding: 'You have nothing going yet.',
    more: 'There is more; it shows once the items above are done.',
    glance: 'The programme at a glance',
    progress: '{experts} of {target} experts served · {personTimes} {personTimes|person-time|person-times}',
    until: '{name} · {year} · yearly summary due {deadline}',
    post: 'Post a need',
    register: 'Register as an expert',
    report: 'File a report',
    settings: 'Settings',
    change_registration: 'My registration',
    today: 'Today is {date}',
  },
});

interface HomeContent extends Omit<HomeAsk, 'years'> {
  waiting: KnownBlock[];
  holding: KnownBlock[];
  glance: KnownBlock[];
  /** Of each year that isn't closed, the newest first. */
  progress: readonly { year: Programme; experts: number; personTimes: number }[];
}

/** Slack takes no more; what somebody holds gives way to what waits for them. */
const MOST_BLOCKS = 100;
const MOST_WAITING = 50;
const MOST_HOLDING = 30;
const MOST_GLANCE = 8;

export function buildHome(content: HomeContent): HomeView {
  const { locale, programme, waiting, holding, glance, progress, now } = content;
  const day = now.toZonedDateTimeISO(programme.timeZone).toPlainDate().toString();
  const date = say(locale, 'today', { date: showDate(day, locale) });
  const above = [
    header(say(locale, 'waiting')),
    ...(waiting.length > 0 ? waiting.slice(0, MOST_WAITING) : [section(say(locale, 'nothing_waiting'))]),
    ...(waiting.length > MOST_WAITING ? [context(say(locale, 'more'))] : []),
    ...buildButtons(content),
    divider(),
    header(say(locale, 'holding')),
  ];
  const below = [
    divider(),
    header(say(locale, 'glance')),
    ...progress.flatMap((one, i) => buildProgress(one, locale, i === 0 ? [date] : [])),
    ...glance.slice(0, MOST_GLANCE),
  ];
  const room = Math.min(MOST_HOLDING, MOST_BLOCKS - above.length - below.length);
  const held = holding.length > 0 ? holding.slice(0, room) : [section(say(locale, 'nothing_holding'))];
  return { type: 'home', blocks: [...above, ...held, ...below] };
}

/** How far a year has come, and until when; `beside` stands on the same line. */
function buildProgress(
  { year, ...reached }: HomeContent['progress'][number],
  locale: Locale,
  beside: string[],
): KnownBlock[] {
  const { targetExperts: target, name, deadline } = year;
  const until = { name, year: year.year, deadline: showMoment(deadline, year, locale) };
  return [
    section(say(locale, 'progress', { ...reached, target })),
    context(say(locale, 'until', until), ...beside),
  ];
}

/** One primary button, for what this person most likely came to do; none while something waits above it. */
function buildButtons({ locale, actor, expert, programme, waiting }: HomeContent): KnownBlock[] {
  const post = { text: say(locale, 'post'), actionId: ACTIONS.postDemand, value: 'new' };
  const report = { text: say(locale, 'report'), actionId: ACTIONS.fileReport, value: 'new' };
  const register = {
    text: say(locale, expert ? 'change_registration' : 'register'),
    actionId: ACTIONS.registerExpert,
    value: expert?.id ?? 'new',
  };
  const settings = {
    text: say(locale, 'settings'),
    actionId: ACTIONS.openSettings,
    value: String(programme.year),
  };
  const mine = expert?.state === 'verified' ? [report, post, register] : [post, register];
  const [first, ...others] = mine.filter((one) => one !== post || !actor.isGuest);
  return [
    ...(waiting.length > 0 ? [divider()] : []),
    ...actions(
      first && button({ ...first, ...(waiting.length > 0 ? {} : { style: 'primary' }) }),
      ...others.map(button),
      actor.bureau || actor.isAdmin ? button(settings) : undefined,
      awayButton(locale, 'go_away'),
    ),
    // A phone shows no more than five in a row.
    ...(isCoordinating(actor)
      ? actions(
          buildRecordButton(locale),
          buildHandOverButton(locale),
          importButton(locale),
          buildExportButton(String(programme.year), locale),
          actor.bureau ? buildNameButton(locale) : undefined,
        )
      : []),
  ];
}

function isCoordinating({ bureau, districts, systems }: HomeAsk['actor']): boolean {
  return bureau || districts.length > 0 || systems.length > 0;
}

export function buildHomeBeforeSetUp(locale: Locale, isAdmin: boolean): HomeView {
  const setUp = button({
    text: sayProgramme(locale, 'set_up_button'),
    actionId: ACTIONS.openSetUp,
    value: 'set_up',
    style: 'primary',
  });
  return {
    type: 'home',
    blocks: [section(sayProgramme(locale, 'set_up_first')), ...actions(isAdmin ? setUp : undefined)],
  };
}
