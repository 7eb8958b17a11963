import type { Message } from '../../src/playground/records.ts';
import type { Desk } from './desk.ts';
import { listOf } from './workbook.ts';

/** Puts a list in through the form; waits until it is read. */
export async function putIn(
  desk: Desk,
  user: string,
  kind: string,
  file: Buffer | readonly (readonly string[])[],
  name = '名单.xlsx',
): Promise<Message> {
  const person = desk.as(user);
  await person.command('/expert', 'import');
  await desk.settle();
  const bytes = Buffer.isBuffer(file) ? file : listOf(file);
  await person.submit({ kind, file: [person.upload(name, bytes).id] });
  await desk.settle();
  await person.closeModal({ all: true });
  return lastAbout(desk, user, name);
}

/** The newest message to this person that names the file. */
export function lastAbout(desk: Desk, user: string, name = '名单.xlsx'): Message {
  const found = desk.as(user).dms.findLast(({ text }) => text.includes(name));
  if (!found)
    throw new Error(`${user} has no message about ${name}: ${desk.as(user).dms.map(({ text }) => text)}`);
  return found;
}

/** Presses a button of the newest message that has it; says what the person is answered. */
export async function pressOn(desk: Desk, user: string, action: string): Promise<string> {
  const person = desk.as(user);
  const has = ({ blocks }: { blocks?: unknown }) => JSON.stringify(blocks ?? []).includes(`"${action}"`);
  const on = person.dms.findLast(has);
  if (!on) throw new Error(`${user} has no message with ${action}`);
  const before = person.ephemerals.length;
  await person.press(on, action);
  await desk.settle();
  return person.ephemerals
    .slice(before)
    .map(({ text }) => text)
    .join('\n');
}

export const EXPERT_HEAD = ['姓名', '工作单位', '所属系统', '职称', '领域', '联系电话'];

export function expertRow(name: string, employer = '津沽大学', phone = '') {
  return [name, employer, '教育系统', '教授', '新材料', phone];
}
