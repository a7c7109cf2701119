// What stands below an answer: who wrote it, its sources, the next questions. It also opens the
// source panel when a chip in the text above is clicked. Its content comes with the message
// (`advisor/web/reply.py`); nothing here is ever read as HTML.
import { useEffect, useRef, useState } from 'react';
import { useRecoilValue, useSetRecoilState } from 'recoil';
import { messagesState, sideViewState, useChatData } from '@chainlit/react-client';
import { Button } from '@/components/ui/button';

const find = (steps, id) => {
  for (const step of steps || []) {
    const found = step.id === id ? step : find(step.steps, id);
    if (found) return found;
  }
};

// When each status was first seen: Chainlit may build this element anew in between.
const since = (window.advisorSince = window.advisorSince || new Map());

const Status = ({ id, text }) => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  if (!since.has(id)) since.set(id, Date.now());
  const seconds = Math.floor((now - since.get(id)) / 1000);
  return (
    <p className="advisor-status">
      <span role="status">{text}</span>
      <span aria-hidden="true">{seconds > 0 ? ` · ${seconds} s` : ''}</span>
    </p>
  );
};

const Source = ({ panel, onOpen }) => (
  <li>
    <button type="button" className="advisor-source" onClick={() => onOpen(panel)}>
      <span className="advisor-chip">{panel.marker}</span>
      <span className="advisor-source-name">
        <b>{panel.title}</b>
        {panel.heading ? <span> {panel.heading}</span> : null}
      </span>
      <span className={`advisor-party ${panel.party.toLowerCase()}`}>{panel.party}</span>
      {panel.stale ? <span className="advisor-stale">{panel.age}</span> : null}
    </button>
  </li>
);

const HEADS = { working: 'Passages found', answered: 'Sources', ended: 'Passages found' };

export default function Sources() {
  const root = useRef(null);
  const messages = useRecoilValue(messagesState);
  const setSideView = useSetRecoilState(sideViewState);
  const { loading } = useChatData();
  const below = find(messages, props.message)?.metadata?.below;
  const panels = below?.panels || [];

  const open = (panel) =>
    setSideView({
      title: `Source ${panel.marker}`,
      elements: [
        {
          id: `${props.message}-${panel.marker}`,
          type: 'custom',
          name: 'SourcePanel',
          display: 'side',
          props: panel
        }
      ]
    });

  useEffect(() => {
    const content = root.current?.closest('.message-content');
    if (!content) return;
    const onClick = (event) => {
      const chip = event.target.closest?.('a');
      const panel = chip && panels.find((each) => each.marker === chip.textContent);
      if (!panel || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(panel);
    };
    content.addEventListener('click', onClick);
    return () => content.removeEventListener('click', onClick);
  });

  if (!below) return <div ref={root} />;
  return (
    <div ref={root} className="advisor-below">
      {below.stage === 'working' && below.status ? (
        <Status id={props.message} text={below.status} />
      ) : null}
      {below.footer ? <p className="advisor-footer">{below.footer}</p> : null}
      {panels.length ? (
        <section aria-label={HEADS[below.stage]}>
          <h4 className="advisor-head">{HEADS[below.stage]}</h4>
          <ol className="advisor-sources">
            {panels.map((panel) => (
              <Source key={panel.marker} panel={panel} onOpen={open} />
            ))}
          </ol>
        </section>
      ) : null}
      {below.suggestions?.length || below.steps?.length ? (
        <div className="advisor-next" role="group" aria-label="Next steps">
          {(below.steps || []).map((step) => (
            <Button
              key={step}
              variant="secondary"
              size="sm"
              disabled={loading}
              onClick={() => sendUserMessage(step)}
            >
              {step}
            </Button>
          ))}
          {below.suggestions.map((question) => (
            <Button
              key={question}
              variant="outline"
              size="sm"
              disabled={loading}
              onClick={() => sendUserMessage(question)}
            >
              {question}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
