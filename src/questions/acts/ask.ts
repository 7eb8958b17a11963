import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { showMoment, today } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Ask, Click, CommandAsk, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { tidy } from '../../slack/text.ts';
import { type Asking, ROWS_A_PAGE } from '../asking.ts';
import { shownIn } from '../carried.ts';
import { askingOf, enterQuestion } from '../enter.ts';
import { fold } from '../fold.ts';
import { namesIn, readQuestion, settleQuestion } from '../question.ts';
import { readAnswer } from '../sources.ts';
import { yearIn } from '../times.ts';
import { type AnswerView, buildAnswer, buildExamples, EXAMPLES, pagesOf } from '../views.ts';
import { findNamed, listNames } from '../who-sql.ts';
import { say } from '../words.ts';

/** `/expert find`: what is asked in free words, answered to the asker alone; without words, examples. */
export async function openQuestion(deps: Deps, ask: CommandAsk): Promise<void> {
  const words = tidy(ask.text).replace(/^\S+\s*/u, '');
  if (words === '') return ask.reply(buildExamples(ask.locale));
  await answerWords(deps, ask, words);
}

/** `ask_question`: an example is asked; its button says which. */
export async function askExample(deps: Deps, click: Click): Promise<void> {
  const key = EXAMPLES.find((one) => one === click.value);
  if (!key) return click.reply(message(section(sayShared(click.locale, 'no_longer'))));
  await answerWords(deps, click, say(click.locale, key));
}

async function answerWords(deps: Deps, ask: Ask, words: string): Promise<void> {
  const current = await findProgrammeOf(deps.db, ask);
  const year = current && yearIn(fold(words), today(current, ask.now));
  const entered = await enterQuestion(deps, ask, { way: 'words', year });
  if (entered.refusal) return ask.reply(entered.refusal);
  const { programme, reach } = entered;
  const reading = readQuestion(words, {
    year: programme.year,
    today: today(programme, ask.now),
    catalogue: programme.catalogue,
  });
  const named = await findNamed(deps.db, ask.teamId, reach, namesIn(reading));
  const { question, unknown } = settleQuestion(reading, named, programme.year);
  await ask.open(
    await drawAnswer(deps, ask, askingOf(ask, entered, { question, way: 'words' }), { unknown }),
  );
}

/** The modal that answers, on the page asked for, else on the last one. */
export async function drawAnswer(
  deps: Deps,
  { teamId, now }: Pick<Ask, 'teamId' | 'now'>,
  asking: Asking,
  { unknown = [], page = 1, changed }: Partial<Pick<AnswerView, 'unknown' | 'page' | 'changed'>>,
): Promise<ModalView> {
  const read = (at: number) =>
    readAnswer(deps.db, asking, { limit: ROWS_A_PAGE, offset: (at - 1) * ROWS_A_PAGE });
  const [asked, named] = await Promise.all([read(page), listNames(deps.db, teamId, asking.question)]);
  const last = pagesOf(asked.total);
  // The list has become shorter since the button was drawn.
  const answer = page > last ? await read(last) : asked;
  const asOf = showMoment(now, asking.programme, asking.locale);
  return buildAnswer(asking, { answer, named, unknown, page: Math.min(page, last), asOf, changed });
}

/** `next_page`, `previous_page` of an answer; false where the button stands in no answer. */
export async function turnAnswer(deps: Deps, client: WebClient, click: Click): Promise<boolean> {
  const { inView, value } = click;
  const shown = shownIn(inView && { ...inView.metadata, page: value });
  if (!shown || !inView) return false;
  const { question, way, page } = shown;
  const entered = await enterQuestion(deps, click, { way, year: question.year });
  if (entered.refusal) await click.reply(entered.refusal);
  else {
    const view = await drawAnswer(deps, click, askingOf(click, entered, { question, way }), { page });
    await client.views.update({ view_id: inView.id, view });
  }
  return true;
}
