// The interview: one question at a time, its answers as buttons. Its content comes with the message
// (`advisor/web/interviews.py`); nothing here is ever read as HTML.
import { useState } from 'react';
import { useRecoilValue } from 'recoil';
import { messagesState } from '@chainlit/react-client';
import { Button } from '@/components/ui/button';

const find = (steps, id) => {
  for (const step of steps || []) {
    const found = step.id === id ? step : find(step.steps, id);
    if (found) return found;
  }
};

const Understood = ({ items, act }) => (
  <div className="advisor-understood">
    <p>From what you said:</p>
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <span>
            <b>{item.title}</b>: {item.label} <span className="advisor-quiet">(“{item.words}”)</span>
          </span>
          <Button variant="ghost" size="sm" onClick={() => act({ do: 'deny', question: item.id })}>
            Not so
          </Button>
        </li>
      ))}
    </ul>
    <Button size="sm" onClick={() => act({ do: 'confirm' })}>
      That is right
    </Button>
  </div>
);

const Question = ({ question, number, of, act }) => (
  <fieldset className="advisor-question">
    <legend>
      <span className="advisor-quiet">
        {question.title} · {number} of {of}
      </span>
      <b>{question.ask}</b>
    </legend>
    <p className="advisor-quiet">{question.help}</p>
    <div className="advisor-options">
      {question.options.map((option) => (
        <Button
          key={option.id}
          variant={option.id === question.chosen ? 'default' : 'outline'}
          onClick={() => act({ do: 'answer', question: question.id, option: option.id })}
        >
          {option.label}
        </Button>
      ))}
    </div>
    <div className="advisor-steps">
      <Button variant="ghost" size="sm" onClick={() => act({ do: 'skip', question: question.id })}>
        Don’t know
      </Button>
      <Button variant="ghost" size="sm" onClick={() => act({ do: 'back' })}>
        Back
      </Button>
      <Button variant="ghost" size="sm" onClick={() => act({ do: 'end' })}>
        Recommend now
      </Button>
    </div>
  </fieldset>
);

const Settled = ({ items, act, open }) => (
  <details className="advisor-settled" open={open}>
    <summary>Your answers ({items.length})</summary>
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <span>
            <b>{item.title}</b>: {item.label}
          </span>
          <Button variant="ghost" size="sm" onClick={() => act({ do: 'change', question: item.id })}>
            Change
          </Button>
        </li>
      ))}
    </ul>
    <Button variant="ghost" size="sm" onClick={() => act({ do: 'anew' })}>
      Start anew
    </Button>
  </details>
);

export default function Interview() {
  const messages = useRecoilValue(messagesState);
  const [busy, setBusy] = useState(false);
  const card = find(messages, props.message)?.metadata?.interview;
  if (!card) return null;
  const act = async (payload) => {
    if (busy) return;
    setBusy(true);
    try {
      await callAction({ name: 'interview', payload });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="advisor-interview" aria-busy={busy}>
      {card.understood.length ? <Understood items={card.understood} act={act} /> : null}
      {card.question && !card.understood.length ? (
        <Question question={card.question} number={card.number} of={card.of} act={act} />
      ) : null}
      {card.settled.length ? (
        <Settled items={card.settled} act={act} open={card.ended} />
      ) : null}
    </div>
  );
}
