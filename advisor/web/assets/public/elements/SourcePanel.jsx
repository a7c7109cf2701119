// A source beside the chat: who speaks, how old it is, and the passage with the quote marked.
// Every string is text, never HTML; only http(s) addresses become links.
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';

export default function SourcePanel() {
  const passage = useRef(null);
  const quote = useRef(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    // Only the passage scrolls: scrollIntoView would move the title out of a narrow panel.
    const third = passage.current.clientHeight / 3;
    passage.current.scrollTop = quote.current.offsetTop - third;
  }, [props.marker, props.quote]);
  const page = /^https?:\/\//i.test(props.url) ? props.url : '';
  const copy = async () => {
    await navigator.clipboard.writeText(props.quote);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <article className="advisor-panel">
      <h3>{props.title}</h3>
      {props.heading ? <p className="advisor-panel-path">{props.heading}</p> : null}
      <p className="advisor-panel-facts">
        <span className={`advisor-party ${props.party.toLowerCase()}`}>{props.party}</span>
        <span>
          As of <time dateTime={props.as_of}>{props.as_of}</time>
        </span>
        <span className={props.stale ? 'advisor-stale' : ''}>{props.age}</span>
      </p>
      <div
        ref={passage}
        className="advisor-passage"
        role="region"
        tabIndex={0}
        aria-label="The passage in its surroundings"
      >
        {props.before}
        <mark ref={quote}>{props.quote}</mark>
        {props.after}
      </div>
      <p className="advisor-panel-actions">
        {page ? (
          <Button asChild size="sm" variant="outline">
            <a href={page} target="_blank" rel="noopener noreferrer">
              Open page
            </a>
          </Button>
        ) : null}
        <Button size="sm" variant="outline" onClick={copy}>
          <span aria-live="polite">{copied ? 'Copied' : 'Copy quote'}</span>
        </Button>
      </p>
    </article>
  );
}
