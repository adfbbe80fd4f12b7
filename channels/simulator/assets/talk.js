const phone = document.querySelector('.phone');
const thread = document.querySelector('#thread');
const composer = document.querySelector('#composer');
const text = document.querySelector('#text');
const state = document.querySelector('#state');
const euros = new Intl.NumberFormat('fr-BE', { style: 'currency', currency: 'EUR' });

const LINK = /https?:\/\/\S+[^\s.,;:!?)\]،؛؟]/g;
const LETTERS = /\p{L}/gu;
const LETTERS_FROM_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}]/gu;

/** One conversation per channel, as on a real phone: its address, and its bubbles. */
const talks = new Map();
let talk = openTalk();

function openTalk() {
  const known = talks.get(channel());
  if (known !== undefined) return show(known);
  const opened = {
    channel: channel(),
    from: `demo-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`,
    bubbles: document.createElement('div'),
  };
  opened.bubbles.className = 'bubbles';
  opened.bubbles.append(document.querySelector('#welcome').content.cloneNode(true));
  for (const example of opened.bubbles.querySelectorAll('.welcome button')) {
    example.addEventListener('click', () => {
      text.focus();
      void write(example.textContent);
    });
  }
  talks.set(opened.channel, opened);
  return show(opened);
}

function show(opened) {
  thread.replaceChildren(opened.bubbles);
  thread.scrollTop = thread.scrollHeight;
  state.textContent = '';
  return opened;
}

function channel() {
  return document.querySelector('input[name="channel"]:checked').value;
}

/** An answer may begin with a Latin name or a number and still be Arabic: most letters decide, links aside. */
function directionOf(words) {
  const said = words.replace(LINK, '');
  const fromRight = said.match(LETTERS_FROM_RIGHT)?.length ?? 0;
  return fromRight * 3 > (said.match(LETTERS)?.length ?? 0) ? 'rtl' : 'ltr';
}

function say({ bubbles }, who, words, kind) {
  bubbles.querySelector('.welcome')?.remove();
  const bubble = document.createElement('p');
  bubble.className = `bubble ${kind}`;
  bubble.dir = directionOf(words);
  const speaker = document.createElement('span');
  speaker.className = 'unseen';
  speaker.textContent = `${who} : `;
  bubble.append(speaker, ...(kind === 'theirs' ? withLinks(words) : [words]));
  bubbles.append(bubble);
  return bubble;
}

/** Text and links only: what a message holds never becomes markup. */
function withLinks(words) {
  const pieces = [];
  let end = 0;
  for (const { 0: address, index } of words.matchAll(LINK)) {
    const link = document.createElement('a');
    link.href = address;
    link.target = '_blank';
    link.rel = 'noreferrer';
    link.dir = 'ltr';
    link.textContent = address;
    pieces.push(words.slice(end, index), link);
    end = index + address.length;
  }
  return [...pieces, words.slice(end)];
}

function showReply(at, { text: words, buttons = [], segments, euro }) {
  say(at, 'Papote', words, 'theirs');
  if (segments !== undefined) {
    const cost = document.createElement('p');
    cost.className = 'cost';
    cost.textContent = `${segments} SMS, environ ${euros.format(euro)}`;
    at.bubbles.append(cost);
  }
  if (buttons.length === 0) return;
  const group = document.createElement('div');
  group.className = 'buttons';
  for (const { label, payload } of buttons) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dir = 'auto';
    button.textContent = label;
    button.addEventListener('click', () => void send({ button: payload }, label));
    group.append(button);
  }
  at.bubbles.append(group);
}

/** Sends what the parent did, and shows it with what comes back, in the conversation where it began. */
async function send(body, shown) {
  const at = talk;
  const tell = (line) => {
    if (at === talk) state.textContent = line;
  };
  const mine = say(at, 'Vous', shown, 'mine');
  tell('Papote écrit…');
  thread.scrollTop = thread.scrollHeight;
  try {
    const response = await fetch('/talk/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: at.channel, from: at.from, ...body }),
    });
    if (!response.ok) throw new Error(String(response.status));
    const { replies } = await response.json();
    for (const reply of replies) showReply(at, reply);
    tell(replies.length === 0 ? 'Papote ne répond pas à ce message.' : '');
    // A long answer is read from its beginning: down to its end, but no further than the question at the top.
    if (at === talk) thread.scrollTop = Math.min(thread.scrollHeight, mine.offsetTop - 12);
    return true;
  } catch {
    mine.classList.add('failed');
    tell("Le message n'est pas parti. Le serveur tourne-t-il encore ?");
    return false;
  }
}

async function write(words) {
  const sent = await send({ text: words }, words === '' ? '(message vide)' : words);
  if (!sent && text.value === '') text.value = words;
}

const LOOK_AGAIN_MS = 3_000;

/** Shows what came without having been asked for, as on a phone: a person of the network, a reminder, the calendar. */
async function lookForNews() {
  for (const at of talks.values()) {
    // A phone that has written nothing is known to nobody.
    if (document.hidden || at.bubbles.querySelector('.welcome') !== null) continue;
    const response = await fetch(`/talk/messages?${new URLSearchParams({ channel: at.channel, from: at.from })}`);
    if (!response.ok) continue;
    const { replies } = await response.json();
    for (const reply of replies) showReply(at, reply);
    if (replies.length === 0 || at !== talk) continue;
    state.textContent = '';
    thread.scrollTop = thread.scrollHeight;
  }
}

// A server that is away is told of when the parent writes.
setInterval(() => void lookForNews().catch(() => undefined), LOOK_AGAIN_MS);

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const words = text.value;
  text.value = '';
  text.focus();
  void write(words);
});

text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

for (const input of document.querySelectorAll('input[name="channel"]')) {
  input.addEventListener('change', () => {
    phone.dataset.channel = channel();
    talk = openTalk();
  });
}

document.querySelector('#voice').addEventListener('click', () => void send({ media: 'voice' }, '🎤 Message vocal'));

document.querySelector('#fresh').addEventListener('click', () => {
  talks.delete(channel());
  talk = openTalk();
  state.textContent = 'Nouveau téléphone : la conversation recommence.';
  text.focus();
});
