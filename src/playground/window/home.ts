import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { appUser, useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { ShortcutMenu } from './shortcut-menu.ts';
import { SurfaceView } from './surface-view.ts';

/** The app's Home tab; opening it tells the app, as in Slack, whose client opens anew in another language. */
export function HomeView() {
  const desk = useDesk();
  const { world, words } = desk;
  useEffect(() => {
    void desk.ask({ type: 'openHome' });
  }, [world.me.locale]);
  const blocks = world.home?.blocks ?? [];
  return html`<main class="pane home" aria-label=${words.home}>
    <header class="pane-head">
      <h1><${Icon} name="home" />${words.home}<small>${appUser(world)?.name}</small></h1>
      <${ShortcutMenu} />
    </header>
    <div class="home-body" tabindex="0">
      ${blocks.length === 0 ? html`<p class="nothing">${words.emptyHome}</p>` : html`<${SurfaceView} place=${{ home: true }} blocks=${blocks} />`}
    </div>
  </main>`;
}
