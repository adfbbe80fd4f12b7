const phone = document.querySelector('.phone');
const thread = document.querySelector('#thread');
const composer = document.querySelector('#composer');
const text = document.querySelector('#text');
const state = document.querySelector('#state');
const euros = new Intl.NumberFormat('fr-BE', { style: 'currency', currency: 'EUR' });

let from = newPhone();

function newPhone() {
  return `demo-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}

function channel() {
  return document.querySelector('input[name="channel"]:checked').value;
}

function say(who, words, kind) {
  document.querySelector('#hint')?.remove();
  const bubble = document.createElement('p');
  bubble.className = `bubble ${kind}`;
  bubble.dir = 'auto';
  const speaker = document.createElement('span');
  speaker.className = 'who';
  speaker.textContent = `${who} : `;
  bubble.append(speaker, words);
  thread.append(bubble);
  return bubble;
}

function showReply({ text: words, buttons = [], segments, euro }) {
  const bubble = say('Papote', words, 'theirs');
  if (segments !== undefined) {
    const cost = document.createElement('p');
    cost.className = 'cost';
    cost.textContent = `${segments} SMS, environ ${euros.format(euro)}`;
    thread.append(cost);
  }
  if (buttons.length > 0) {
    const group = document.createElement('div');
    group.className = 'buttons';
    for (const { label, payload } of buttons) {
      const button = document.createElement('button');
      button.type = 'button';
      button.dir = 'auto';
      button.textContent = label;
      button.addEventListener('click', () => send({ button: payload }, label));
      group.append(button);
    }
    thread.append(group);
  }
  return bubble;
}

async function send(body, shown) {
  say('Vous', shown, 'mine');
  state.textContent = 'Papote écrit...';
  thread.scrollTop = thread.scrollHeight;
  try {
    const response = await fetch('/talk/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: channel(), from, ...body }),
    });
    if (!response.ok) throw new Error(String(response.status));
    const { replies } = await response.json();
    let first;
    for (const reply of replies) first ??= showReply(reply);
    state.textContent = replies.length === 0 ? 'Papote ne répond pas à ce message.' : '';
    first?.scrollIntoView({ block: 'nearest' });
    thread.scrollTop = thread.scrollHeight;
  } catch {
    state.textContent = "Le message n'est pas parti. Le serveur tourne-t-il encore ?";
  }
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const words = text.value;
  text.value = '';
  text.focus();
  void send({ text: words }, words === '' ? '(message vide)' : words);
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
    startAgain();
  });
}

document.querySelector('#voice').addEventListener('click', () => void send({ media: 'voice' }, '(message vocal)'));
document.querySelector('#fresh').addEventListener('click', startAgain);

function startAgain() {
  from = newPhone();
  thread.replaceChildren();
  state.textContent = 'Nouveau téléphone : la conversation recommence.';
  text.focus();
}
