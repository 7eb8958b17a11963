import { strToU8, zipSync } from 'fflate';
import { handFile } from '../../files/hand-file.ts';
import { writeWorkbook } from '../../imports/workbook.ts';
import type { RoomDeps } from '../../room.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { readKept } from '../kept-sql.ts';
import { findPerson } from '../person-sql.ts';
import { jsonOf, rowsOf, sheetsOf } from '../sheets.ts';
import { isOneself } from '../views.ts';
import { say } from '../words.ts';

/** The time of both files in the archive: the same data at the same moment give the same bytes. */
const FIXED = new Date(1980, 0, 1);

/**
 * `my_data`: all that is kept of whoever presses, to nobody else: a workbook to read, and the same as json, which other
 * programs take over.
 */
export async function handMyData(deps: RoomDeps, click: Click): Promise<Message> {
  const { teamId, userId: account, locale, now } = click;
  if (!isOneself(click.value, account)) return message(section(sayShared(locale, 'not_found')));
  const person = await findPerson(deps.db, teamId, { account });
  const kept = person ? await readKept(deps.db, deps.rooms, person, locale) : [];
  const moment = now.toZonedDateTimeISO(click.reader.tz);
  const title = say(locale, 'file_title', { date: moment.toPlainDate().toString() });
  const said = moment.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
  const name = say(locale, 'file_name');
  const workbook = await writeWorkbook(sheetsOf(kept, said, locale));
  const files: Record<string, Uint8Array> = {
    [`${name}.xlsx`]: workbook,
    'data.json': strToU8(jsonOf(kept, now)),
  };
  await handFile(deps, click, {
    name: `${name}.zip`,
    title,
    type: 'application/zip',
    bytes: zipSync(files, { mtime: FIXED }),
    rows: rowsOf(kept, locale),
  });
  return message(section(say(locale, 'making', { title })));
}
