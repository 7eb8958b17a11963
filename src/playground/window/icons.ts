import { html } from 'htm/preact';

const PATHS = {
  menu: 'M3 5h14M3 10h14M3 15h14',
  close: 'M5 5l10 10M15 5L5 15',
  down: 'M6 8l4 4 4-4',
  left: 'M12 5l-5 5 5 5',
  right: 'M8 5l5 5-5 5',
  bolt: 'M11 2L4 11h5l-1 7 8-10h-5z',
  send: 'M3 10l14-7-5 14-3-5z',
  home: 'M3 9l7-6 7 6v8h-5v-5H8v5H3z',
  lock: 'M5 9h10v8H5zM7 9V6a3 3 0 016 0v3',
  hash: 'M8 3L6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14',
  chat: 'M3 4h14v10H9l-4 3v-3H3z',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z',
  newTab: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
  calendar: 'M3 5h14v12H3zM3 9h14M7 3v4M13 3v4',
  dots: 'M4 10h.01M10 10h.01M16 10h.01',
  thread: 'M3 5h14M3 10h9M3 15h6M13 13l4 2-4 2',
  at: 'M13 10a3 3 0 11-6 0 3 3 0 016 0zm0 0v1.5a2 2 0 004 0V10a7 7 0 10-3 5.7',
  slash: 'M12.5 4l-5 12',
  sliders: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4a2 2 0 100 4 2 2 0 000-4zM7 12a2 2 0 100 4 2 2 0 000-4z',
  speaker: 'M3 8v4h3l4 3.5v-11L6 8zM13 7.5a3.5 3.5 0 010 5M15.5 5a7 7 0 010 10',
  image: 'M3 4h14v12H3zM3 14l4-4 3 3 3-4 4 5',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign; the button around it says in words what it means. */
export function Icon({ name }: { name: IconName }) {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
