import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import { plain } from './blocks.ts';
import { fileOf, type SlackFile, writeFile } from './files.ts';
import type { Typed } from './form.ts';
import type { ViewId } from './ids.ts';
import { tidy } from './text.ts';

export interface ViewOptions {
  callbackId: ViewId;
  title: string;
  submit?: string;
  close: string;
  metadata?: Record<string, string>;
  blocks: ModalView['blocks'];
}

/** A modal. `metadata` holds ids only: never what people wrote, and at most 3,000 characters. */
export function modal({ callbackId, title, submit, close, metadata = {}, blocks }: ViewOptions): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title, 24),
    ...(submit ? { submit: plain(submit, 24) } : {}),
    close: plain(close, 24),
    private_metadata: JSON.stringify(metadata),
    blocks: blocks.slice(0, 100),
  };
}

/** One element's state in `view.state.values`: only the member that fits its kind is there. */
interface ElementState {
  value?: string | null;
  selected_option?: { value?: string } | null;
  selected_options?: { value?: string }[] | null;
  selected_date?: string | null;
  selected_time?: string | null;
  selected_user?: string | null;
  selected_users?: string[] | null;
  selected_conversation?: string | null;
  selected_channel?: string | null;
  files?: SlackFile[] | null;
}

/** Reads `view.state.values`: one value per `block_id`, whatever kind of element it holds. */
export function readTyped(values: Record<string, Record<string, ElementState>> | undefined): Typed {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([blockId, elements]) => [blockId, typedIn(Object.values(elements)[0])]),
  );
}

/** A window as a listener sees it: what it carries, and what stands in it. */
export function inViewOf({ id, private_metadata, state }: GivenView) {
  return { id, metadata: readMetadata(private_metadata), typed: readTyped(state?.values) };
}

interface GivenView {
  id: string;
  private_metadata: string;
  state?: { values: Record<string, Record<string, ElementState>> };
}

function typedIn(element: ElementState | undefined): string | string[] | null {
  if (!element) return null;
  if (element.files) return element.files.map((file) => writeFile(fileOf(file)));
  if (element.selected_options) return element.selected_options.map((option) => option.value ?? '');
  if (element.selected_users) return element.selected_users.flatMap((user) => userIdIn(user) ?? []);
  const value =
    element.value ??
    element.selected_option?.value ??
    element.selected_date ??
    element.selected_time ??
    userIdIn(element.selected_user) ??
    element.selected_conversation ??
    element.selected_channel ??
    null;
  return value === null ? null : tidy(value);
}

/** A picker gives a person's id; anything else in its place is forged and reads as nothing. */
function userIdIn(value: string | null | undefined): string | undefined {
  return value && /^[UW][A-Z0-9]+$/.test(value) ? value : undefined;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; errors: Record<string, string> };

/** Checks what was typed; an error stands under the field whose `block_id` is the first step of its path. */
export function check<S extends z.ZodType>(schema: S, typed: Typed): Checked<z.output<S>> {
  const result = schema.safeParse(typed);
  if (result.success) return { ok: true, value: result.data };
  const errors: Record<string, string> = {};
  for (const issue of result.error.issues) errors[String(issue.path[0])] ??= issue.message;
  return { ok: false, errors };
}

/** The ids a window carries; anything else than our own JSON of strings reads as nothing. */
export function readMetadata(text: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(text || '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}
