// The form of the cost calculator, prefilled with what was calculated above it. Its content comes
// with the message (`advisor/web/costing.py`); nothing here is ever read as HTML.
import { useState } from 'react';
import { useRecoilValue } from 'recoil';
import { messagesState } from '@chainlit/react-client';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';

const find = (steps, id) => {
  for (const step of steps || []) {
    const found = step.id === id ? step : find(step.steps, id);
    if (found) return found;
  }
};

const Field = ({ label, hint, children }) => (
  <label className="advisor-field">
    <span>{label}</span>
    {children}
    {hint ? <span className="advisor-quiet">{hint}</span> : null}
  </label>
);

const Choice = ({ value, items, onChange }) => (
  <select value={value} onChange={(event) => onChange(event.target.value)}>
    {items.some(([id]) => id === value) ? null : <option value={value}>{value}</option>}
    {items.map(([id, name]) => (
      <option key={id} value={id}>
        {name}
      </option>
    ))}
  </select>
);

const Form = ({ card }) => {
  const [values, setValues] = useState(card.values);
  const [busy, setBusy] = useState(false);
  const put = (name) => (value) => setValues({ ...values, [name]: value });
  const text = (name) => (
    <Input value={values[name] ?? ''} onChange={(event) => put(name)(event.target.value)} />
  );
  const send = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await callAction({ name: 'cost', payload: values });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="advisor-form" onSubmit={send} aria-busy={busy}>
      <Field label="Requests" hint="10,000 · 3k/day · 1.5M a month">
        {text('requests')}
      </Field>
      <Field label="Tokens read per request">{text('input')}</Field>
      <Field label="of them read before">{text('cached')}</Field>
      <Field label="Tokens written per request">{text('output')}</Field>
      <Field label="Proprietary model">
        <Choice value={values.api} items={card.apis} onChange={put('api')} />
      </Field>
      <Field label="Open model">
        <Choice value={values.open} items={card.opens} onChange={put('open')} />
      </Field>
      {card.assumptions.length ? (
        <details className="advisor-more">
          <summary>Assumptions, the strongest first</summary>
          {card.assumptions.map((one) => (
            <Field key={one.key} label={one.name} hint={`${one.unit}, ${one.range}`}>
              <Input
                placeholder={one.value}
                value={values[`set:${one.key}`] ?? ''}
                onChange={(event) => put(`set:${one.key}`)(event.target.value)}
              />
            </Field>
          ))}
        </details>
      ) : null}
      <Button type="submit" disabled={busy}>
        Calculate
      </Button>
    </form>
  );
};

export default function Costs() {
  const messages = useRecoilValue(messagesState);
  const card = find(messages, props.message)?.metadata?.costs;
  if (!card) return null;
  return (
    <details className="advisor-settled advisor-costs" open={card.open}>
      <summary>{card.open ? 'Your workload' : 'Change a figure'}</summary>
      <Form card={card} />
    </details>
  );
}
