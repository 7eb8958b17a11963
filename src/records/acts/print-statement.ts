import { handFile } from '../../files/hand-file.ts';
import type { NewFile } from '../../files/handed-file.ts';
import { today } from '../../programme/programme.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Ask, Click, Deps } from '../../slack/interaction.ts';
import { type Entered, enterRecords } from '../enter.ts';
import { validAmong } from '../record.ts';
import type { PaperFrame } from '../record-views.ts';
import { drawStatement, rowsOf, type Statement } from '../statement-views.ts';
import { say } from '../words.ts';

/** `print_statement`: a person's services of a year on A4, with room for the seal; to whoever asked. */
export async function printStatement(deps: Deps, click: Click): Promise<Message> {
  const entered = await enterRecords(deps, click, 'print_statement');
  if (entered.refusal) return entered.refusal;
  const { locale } = click;
  const { statement, frame } = statementOf(deps, click, entered);
  const { year, name, records } = statement;
  const title = say(locale, 'statement_file', { year, name });
  const file: NewFile = {
    name: `${fileName(title)}.html`,
    title,
    type: 'text/html; charset=utf-8',
    bytes: Buffer.from(drawStatement(statement, frame)),
    rows: rowsOf(records, locale),
  };
  await handFile(deps, click, file);
  return message(section(say(locale, 'made', { title })));
}

/** What is certified at this moment; who it is as the last of the papers says. */
export function statementOf(
  { publicUrl }: Deps,
  { locale, now }: Pick<Ask, 'locale' | 'now'>,
  { person, programme, records: all }: Extract<Entered, { refusal?: undefined }>,
): { statement: Statement; frame: PaperFrame } {
  const records = validAmong(all).toSorted(
    ({ fields: a }, { fields: b }) => compare(a.from, b.from) || compare(a.number, b.number),
  );
  const last = validAmong(all).at(-1)?.fields;
  const { year, name: issuer, documentNo, rules, timeZone, catalogue } = programme;
  const own = catalogue.titles.find(({ id }) => id === person.title);
  return {
    statement: {
      year,
      name: last?.name ?? person.name,
      employer: last?.employer ?? person.employer,
      title: last?.title ?? { zh: own?.zh ?? '', en: own?.en ?? '' },
      records,
      rules,
      issuer,
      documentNo,
      asOf: today(programme, now).toString(),
    },
    frame: { locale, publicUrl, timeZone },
  };
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A name that every file system takes. */
export function fileName(title: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no file's name may hold
  return title.replaceAll(/[\u0000-\u001f\u2066-\u2069<>:"/\\|?*]/g, '').slice(0, 100);
}
