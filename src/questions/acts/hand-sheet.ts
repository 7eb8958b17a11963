import { handFile } from '../../files/hand-file.ts';
import { writeWorkbook, XLSX } from '../../imports/workbook.ts';
import { showMoment } from '../../programme/programme.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { shownIn } from '../carried.ts';
import { askingOf, enterQuestion } from '../enter.ts';
import { sayUnderstood } from '../said.ts';
import { csvOf, MOST_SHEET_ROWS, sheetsOf } from '../sheet.ts';
import { readAnswer } from '../sources.ts';
import { sayAnswer } from '../views.ts';
import { listNames } from '../who-sql.ts';
import { say } from '../words.ts';

/** More than any year of a province has. */
const MOST_ROWS = 200_000;

/** `question_sheet`: the whole list of the answer that is on screen, to the asker alone. */
export async function handSheet(deps: Deps, click: Click): Promise<Message> {
  const { teamId, locale, now, inView } = click;
  const shown = shownIn(inView?.metadata);
  if (!shown) return message(section(sayShared(locale, 'no_longer')));
  const { question, way } = shown;
  const entered = await enterQuestion(deps, click, { way, year: question.year });
  if (entered.refusal) return entered.refusal;
  const asking = askingOf(click, entered, { question, way });
  const [answer, named] = await Promise.all([
    readAnswer(deps.db, asking, { limit: MOST_ROWS, offset: 0 }),
    listNames(deps.db, teamId, question),
  ]);
  const about = [
    sayAnswer(asking, { answer, named }),
    sayUnderstood(asking, named),
    say(locale, 'as_of', { when: showMoment(now, asking.programme, locale) }),
    ...(answer.hidden > 0 ? [say(locale, 'hidden', { n: answer.hidden })] : []),
  ];
  const title = say(locale, 'sheet_title', { day: asking.today.toString() });
  const rows = [answer.columns, ...answer.rows.map(({ cells }) => cells)];
  const isLong = answer.rows.length > MOST_SHEET_ROWS;
  await handFile(deps, click, {
    name: `${title}.${isLong ? 'csv' : 'xlsx'}`,
    title,
    type: isLong ? 'text/csv; charset=utf-8' : XLSX,
    bytes: isLong ? Buffer.from(csvOf(answer)) : await writeWorkbook(sheetsOf(answer, about, locale)),
    rows,
  });
  return message(section(say(locale, 'sheet_made')));
}
