/// <reference lib="dom" />

export interface Uploaded {
  id: string;
  name: string;
  size: number;
}

type Done = { file: Uploaded } | { error: string };

/** Uploads one file for a person. Never rejects; `error` is a key of `words.fileReasons`, or something unforeseen. */
export async function upload(user: string, file: File, filetypes?: string[]): Promise<Done> {
  const type = file.name.includes('.') ? (file.name.split('.').at(-1) ?? '').toLowerCase() : '';
  // The browser's dialog lets a person choose "all files" all the same.
  if (filetypes && !filetypes.includes(type) && !(type === 'jpeg' && filetypes.includes('jpg')))
    return { error: 'file_type' };
  const query = new URLSearchParams({ as: user, name: file.name });
  try {
    const answer = await fetch(`/window/files?${query}`, { method: 'POST', body: file });
    const said = (await answer.json()) as { ok: boolean; error?: string; file?: Uploaded };
    return said.file ? { file: said.file } : { error: said.error ?? 'failed' };
  } catch {
    return { error: 'connection_failed' };
  }
}
