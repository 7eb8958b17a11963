import type { InputBlock } from '@slack/types';
import { z } from 'zod';
import { actionOf, type FieldOptions, field, type Typed } from './form.ts';

/** What is kept of a file that somebody put into a form; Slack keeps the file itself. */
export interface GivenFile {
  id: string;
  /** As its owner called it: anything. */
  name: string;
  /** As Slack sees it, e.g. image/png. */
  type: string;
  /** In bytes. */
  size: number;
  /** Opens it in Slack, for those who may see it. */
  link: string;
}

/** A file in `view.state.values`, and in files.info; Slack leaves out what it hasn't found out yet. */
export interface SlackFile {
  id?: string;
  name?: string | null;
  mimetype?: string;
  size?: number;
  permalink?: string;
}

export const givenFile = z.object({
  ...{ id: z.string(), name: z.string(), type: z.string() },
  ...{ size: z.number(), link: z.string() },
});

/** Not known yet: see `isWhole`. */
const UNKNOWN = -1;

export function fileOf({
  id = '',
  name,
  mimetype = '',
  size = UNKNOWN,
  permalink = '',
}: SlackFile): GivenFile {
  return {
    id,
    name: (name || id).slice(0, 300).toWellFormed().replaceAll('\0', ''),
    type: mimetype,
    size,
    link: permalink,
  };
}

/** Whether Slack has said all that we check. */
export function isWhole({ type, size }: GivenFile): boolean {
  return type !== '' && size !== UNKNOWN;
}

/** A form holds text: a file stands in it, and in a draft, as one. */
export function writeFile(file: GivenFile): string {
  return JSON.stringify(file);
}

/** The files in a field; what is none is left out. */
export function filesIn(value: Typed[string] | undefined): GivenFile[] {
  if (!Array.isArray(value)) return [];
  return value.map(readFile).filter((file) => file !== undefined);
}

function readFile(text: string): GivenFile | undefined {
  try {
    return givenFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Files from the person's own machine; shown only where `files:read` was granted. It always starts empty. */
export function fileField(
  id: string,
  label: string,
  options: Omit<FieldOptions, 'typed' | 'placeholder' | 'dispatch'> & {
    types: readonly string[];
    max: number;
  },
): InputBlock {
  const { types, max } = options;
  const action_id = actionOf(id, options);
  return field(id, label, { type: 'file_input', action_id, filetypes: [...types], max_files: max }, options);
}
