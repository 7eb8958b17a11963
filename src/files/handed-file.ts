/** Hours for which an address opens its file. */
export const VALID_HOURS = 1;

/** Rows of a table that stand in one page of the message. */
export const ROWS_SHOWN = 20;

/** Of a table, so many rows are kept for a workspace that takes neither files nor links. */
export const ROWS_KEPT = 1000;

/** A file as whoever made it hands it over. */
export interface NewFile {
  /** With its ending: `需求导入模板.xlsx`. */
  name: string;
  /** What people call it, in their language. */
  title: string;
  /** Its media type. */
  type: string;
  bytes: Uint8Array;
  /** What it says as a table, its heading first, for whoever can't be given the file itself. */
  rows: readonly (readonly string[])[];
}

export type Way = 'upload' | 'link' | 'rows';

/** How a workspace can be given a file: in Slack, by an address that opens once, or as words. */
export function wayFor({ mayUpload, publicUrl }: { mayUpload: boolean; publicUrl: string | undefined }): Way {
  if (mayUpload) return 'upload';
  return publicUrl ? 'link' : 'rows';
}
