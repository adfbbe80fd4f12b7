// What htmx cannot do: the count in the title, a soft sound for a new request, Ctrl+Enter, and staying where one reads.
(() => {
  const SOUND_KEY = 'papote-sound';
  const title = document.title;
  let waiting;
  let audio;

  const isSoundOn = () => localStorage.getItem(SOUND_KEY) !== 'off';

  /** Browsers let a page sound only after one has touched it. */
  function wake() {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
  }

  /** Two soft notes that rise and die away. */
  function chime() {
    if (audio === undefined || audio.state !== 'running') return;
    for (const [index, pitch] of [523, 659].entries()) {
      const start = audio.currentTime + index * 0.18;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.08, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.65);
    }
  }

  function showCount() {
    const shown = document.querySelector('[data-waiting]');
    if (shown === null) return;
    const count = Number(shown.dataset.waiting);
    document.title = count === 0 ? title : `(${count}) ${title}`;
    if (waiting !== undefined && count > waiting && isSoundOn()) chime();
    waiting = count;
  }

  function setUpSound(button) {
    const show = () => {
      button.textContent = isSoundOn() ? button.dataset.on : button.dataset.off;
    };
    button.addEventListener('click', () => {
      localStorage.setItem(SOUND_KEY, isSoundOn() ? 'off' : 'on');
      show();
      wake();
      if (isSoundOn()) chime();
    });
    show();
    button.hidden = false;
    for (const event of ['pointerdown', 'keydown']) document.addEventListener(event, wake, { once: true });
  }

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    if (event.target instanceof HTMLTextAreaElement && 'send' in event.target.dataset) {
      event.preventDefault();
      event.target.form?.requestSubmit();
    }
  });

  // Whoever has scrolled up in a conversation reads there: a new message must not pull the page away. The thread is laid from its
  // end, so the distance from there is kept.
  let readAt = 0;
  const thread = () => document.querySelector('.thread');
  document.addEventListener('htmx:beforeSwap', () => {
    readAt = thread()?.scrollTop ?? 0;
  });
  document.addEventListener('htmx:afterSettle', () => {
    showCount();
    const shown = thread();
    if (shown !== null) shown.scrollTop = readAt;
  });

  const button = document.getElementById('sound');
  if (button !== null) setUpSound(button);
  showCount();
})();
