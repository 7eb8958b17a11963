import { strToU8, zipSync } from 'fflate';
import { handFile } from '../../files/hand-file.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { enterRecords } from '../enter.ts';
import { drawPage } from '../paper.ts';
import { listPictures } from '../pictures-sql.ts';
import { proveRecords } from '../prove.ts';
import { drawPaper } from '../record-views.ts';
import { drawPictureIndex, drawStatement, rowsOf } from '../statement-views.ts';
import { say } from '../words.ts';
import { say as sayPaper } from '../words-paper.ts';
import { fileName, statementOf } from './print-statement.ts';

/** The time of every file in the pack: the same data at the same moment give the same bytes. */
const FIXED = new Date(1980, 0, 1);

/**
 * `title_pack`: all that an application for a title asks of a year's service, in one file: the statement, a confirmation
 * for each service, the index of pictures, and what proves the records without us.
 */
export async function packTitle(deps: Deps, click: Click): Promise<Message> {
  const entered = await enterRecords(deps, click, 'title_pack');
  if (entered.refusal) return entered.refusal;
  const { locale, teamId } = click;
  const { statement, frame } = statementOf(deps, click, entered);
  const { year, name, records } = statement;
  const word = (key: Parameters<typeof sayPaper>[1]) => sayPaper(locale, key);
  const [pictures, proved] = await Promise.all([
    listPictures(
      deps.db,
      teamId,
      records.map(({ fields }) => fields.reportId),
    ),
    proveRecords(deps.db, teamId, records),
  ]);
  const files: Record<string, string> = {
    [`${word('readme')}.txt`]: `${proved ? word('proof_note') : word('no_proof')}\n`,
    [`${word('statement_file')}.html`]: drawStatement(statement, frame),
    [`${word('pictures')}.html`]: drawPictureIndex(pictures, locale),
  };
  for (const { number, fields } of records)
    files[`${word('confirmations')}/${number}.html`] = drawPage(
      locale,
      `${word('title')} ${number}`,
      drawPaper(fields, frame, 'paper'),
    );
  if (proved) files[`${word('proofs')}/${word('key_file')}.txt`] = `${proved.key}\n`;
  for (const { number, proof } of proved?.proofs ?? [])
    files[`${word('proofs')}/${number}.tlog-proof`] = proof;

  const title = say(locale, 'pack_file', { year, name });
  const zipped = Object.entries(files).map(([path, said]) => [path, [strToU8(said), { mtime: FIXED }]]);
  await handFile(deps, click, {
    name: `${fileName(title)}.zip`,
    title,
    type: 'application/zip',
    bytes: zipSync(Object.fromEntries(zipped)),
    rows: rowsOf(records, locale),
  });
  return message(section(say(locale, 'made', { title })));
}
