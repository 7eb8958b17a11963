import type { App } from '@slack/bolt';
import { wordsOf } from '../i18n/words.ts';
import { findProgramme } from '../programme/repository.ts';
import { say as sayProgramme } from '../programme/words.ts';
import { actions, button, context, header, type Message, message, section } from '../slack/blocks.ts';
import type { ExpertWord } from '../slack/doors.ts';
import { ACTIONS, COMMANDS } from '../slack/ids.ts';
import { type Deps, isNobody, refuseNobody } from '../slack/interaction.ts';
import { onCommand } from '../slack/listen.ts';
import type { Reader } from '../slack/reader.ts';

const say = wordsOf({
  zh: {
    title: '专家服务台能做什么',
    intro:
      '基层单位提出需求，联络员发布，专家一键认领；派出单位和受援单位分别同意；服务后填报，进展一目了然。',
    demand: '/expert-demand  发布需求',
    claim: '/expert-claim  看看我能认领什么',
    report: '/expert-report  填报或确认一次服务',
    digest: '/expert-digest  行动进展',
    help: '/expert help  显示这份说明（也可以输入 帮助）',
    home: '待您办理的事，都在左侧“专家服务台”的“主页”里。',
    post: '发布需求',
    register: '专家登记',
  },
  en: {
    title: 'What Expert Desk does',
    intro:
      'Host units post needs, coordinators publish them, experts claim with one click; home unit and host consent; after the service a report is filed, and everybody sees how far the programme has come.',
    demand: '/expert-demand  post a need',
    claim: '/expert-claim  see what you can take',
    report: '/expert-report  file or confirm a service',
    digest: '/expert-digest  how far the programme has come',
    help: '/expert help  this list',
    home: 'Whatever waits for you is in the Home tab of Expert Desk.',
    post: 'Post a need',
    register: 'Register as an expert',
  },
});

/** `/expert`, a mention, an unknown word: the same useful help, only to the person who asked. */
export function registerHelp(app: App, deps: Deps, words: ExpertWord[]): void {
  onCommand(app, deps, COMMANDS.expert, async (ask) => {
    const asked = ask.text.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
    const known =
      words.find(({ word, aliases }) => word === asked || aliases.includes(asked)) ??
      words.find(({ takes }) => takes?.(ask.text));
    if (known) return known.handle(ask);
    await ask.reply(await buildFor(deps, ask.reader, words));
  });

  app.event('app_mention', async ({ event, context: { teamId }, client }) => {
    if (!teamId || !event.user) return;
    const reader = await deps.readers.find(teamId, event.user);
    const asked = { teamId, userId: event.user, reader, now: deps.now(), cause: `mention:${event.ts}` };
    const help = isNobody(reader)
      ? await refuseNobody(deps, asked, 'app_mention')
      : await buildFor(deps, reader, words);
    const thread = event.thread_ts ? { thread_ts: event.thread_ts } : {};
    await client.chat.postEphemeral({ channel: event.channel, user: event.user, ...help, ...thread });
  });
}

async function buildFor(deps: Deps, reader: Reader, words: ExpertWord[]): Promise<Message> {
  const programme = await findProgramme(deps.db, reader.teamId);
  const theirs: ExpertWord[] = [];
  for (const word of words) if ((await word.isFor?.(reader)) ?? true) theirs.push(word);
  return buildHelp(reader, theirs, programme !== undefined);
}

/** What works, and the buttons that lead this person somewhere. */
export function buildHelp(
  { locale, isAdmin, isGuest }: Pick<Reader, 'locale' | 'isAdmin' | 'isGuest'>,
  words: readonly Pick<ExpertWord, 'help'>[],
  isSetUp: boolean,
): Message {
  const commands = (['demand', 'claim', 'report', 'digest'] as const).map((key) => say(locale, key));
  const lines = [...commands, ...words.map(({ help }) => help(locale)), say(locale, 'help')];
  const post = button({
    text: say(locale, 'post'),
    actionId: ACTIONS.postDemand,
    value: 'new',
    style: 'primary',
  });
  const register = button({ text: say(locale, 'register'), actionId: ACTIONS.registerExpert, value: 'new' });
  const setUp = button({
    text: sayProgramme(locale, 'set_up_button'),
    actionId: ACTIONS.openSetUp,
    value: 'set_up',
    style: 'primary',
  });
  return message(
    header(say(locale, 'title')),
    section(say(locale, 'intro')),
    ...(isSetUp ? [] : [section(sayProgramme(locale, 'set_up_first'))]),
    section(lines.join('\n')),
    context(say(locale, 'home')),
    isSetUp ? actions(isGuest ? undefined : post, register) : actions(isAdmin ? setUp : undefined),
  );
}
