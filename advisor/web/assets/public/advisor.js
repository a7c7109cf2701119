// What Chainlit's page leaves out for people who listen to it: names for its icon buttons, and a
// conversation that is announced politely, once an answer is complete (a busy region is read
// when it stops being so). And the sides of the choice get their colours, beside their words.
const NAMES = {
  '#chat-submit': 'Send question',
  '#stop-button': 'Stop the answer',
  '#chat-settings-open-modal': 'Settings',
  '#new-chat-button': 'New chat',
  '#side-view-title > button': 'Close the source',
  'button:has(> .lucide-copy)': 'Copy the answer'
};

const SIDES = ['Open', 'Proprietary', 'Hybrid'];

const put = (element, name, value) => {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
};

const tend = () => {
  for (const [selector, name] of Object.entries(NAMES))
    for (const button of document.querySelectorAll(selector)) put(button, 'aria-label', name);
  for (const head of document.querySelectorAll('.message-content .font-bold:only-child'))
    if (SIDES.includes(head.parentElement.textContent))
      put(head, 'data-side', head.textContent.toLowerCase());
  const log = document.querySelector('[data-step-type]')?.parentElement;
  put(log, 'role', 'log');
  put(log, 'aria-live', 'polite');
  put(log, 'aria-label', 'Conversation');
  put(log, 'aria-busy', String(Boolean(document.getElementById('stop-button'))));
};

new MutationObserver(tend).observe(document.documentElement, { childList: true, subtree: true });
