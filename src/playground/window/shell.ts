/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { Announcer } from './announcer.ts';
import { ChannelView } from './channel.ts';
import { ConfirmDialog, type Question } from './confirm.ts';
import { useDesk } from './desk.ts';
import { DirectorPanel } from './director.ts';
import { HomeView } from './home.ts';
import { useKeptChoice } from './kept-choice.ts';
import { Modals } from './modal.ts';
import { SeasonBar } from './season-bar.ts';
import { Sidebar } from './sidebar.ts';
import { Strip } from './strip.ts';
import { ThreadPane } from './thread.ts';
import { Tour, tourStep } from './tour.ts';
import { useWhereabouts } from './whereabouts.ts';

interface ShellProps {
  isLost: boolean;
  complaint: string;
  question: Question | undefined;
  onAnswered(): void;
}

/** Where everything stands. */
export function Shell({ isLost, complaint, question, onAnswered }: ShellProps) {
  const { world, words } = useDesk();
  const where = useWhereabouts(world);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [directing, setDirecting] = useKeptChoice('tab', 'director');
  const [tour, setTour] = useKeptChoice('computer', 'tour');
  useEffect(() => setMenuOpen(false), [where.channel, where.home]);

  const channel = world.channels.find(({ id }) => id === where.channel);
  const isDirecting = directing === 'open';
  const step = tourStep(tour);
  function direct(isOpen: boolean): void {
    setDirecting(isOpen ? 'open' : '');
    if (!isOpen) document.getElementById('director-button')?.focus();
  }

  return html`<div class="window ${isMenuOpen ? 'menu-open' : ''}">
    <${Strip}
      isMenuOpen=${isMenuOpen}
      isDirecting=${isDirecting}
      onMenu=${() => setMenuOpen(!isMenuOpen)}
      onDirect=${() => direct(!isDirecting)}
    />
    <${SeasonBar} />
    ${isLost && html`<p class="lost" role="alert">${words.disconnected}</p>`}
    <div class="body">
      <${Sidebar} where=${where} onClose=${() => setMenuOpen(false)} />
      ${isMenuOpen && html`<div class="shade" onClick=${() => setMenuOpen(false)}></div>`}
      ${where.home ? html`<${HomeView} />` : channel && html`<${ChannelView} key=${channel.id} channel=${channel} thread=${where.thread} />`}
      ${channel && where.thread && html`<${ThreadPane} key=${where.thread} channel=${channel} ts=${where.thread} />`}
      ${
        step !== undefined &&
        html`<${Tour} step=${step} channel=${channel?.id} onStep=${(next: number) => setTour(String(next))} onClose=${() => setTour('closed')} />`
      }
      ${isDirecting && html`<${DirectorPanel} onClose=${() => direct(false)} onTour=${() => setTour('0')} />`}
    </div>
    <${Modals} />
    ${
      question &&
      html`<${ConfirmDialog} confirm=${question.confirm} onAnswer=${(yes: boolean) => {
        onAnswered();
        question.answer(yes);
      }} />`
    }
    ${complaint && html`<p class="toast" role="alert">${complaint}</p>`}
    <${Announcer} />
  </div>`;
}
