import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** Said when it was copied. */
  readonly doneLabel: string;
  readonly look?: 'plain' | 'quiet';
}

const shownMs = 2_500;

/** Puts a text into the clipboard and says so. Not there where the page may not write to it: on addresses without TLS that are not this machine. */
export function CopyButton({ text, label, doneLabel, look = 'plain' }: CopyButtonProps) {
  const [copied, setCopied] = useState<string>();
  useEffect(() => {
    if (copied === undefined) return;
    const timer = setTimeout(setCopied, shownMs, undefined);
    return () => clearTimeout(timer);
  }, [copied]);
  if (navigator.clipboard === undefined) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => undefined,
    );
  const isDone = copied === text;
  return (
    <>
      <Button look={look} onClick={copy}>
        {isDone ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        {isDone ? doneLabel : label}
      </Button>
      <span role="status" className="visually-hidden">
        {isDone && doneLabel}
      </span>
    </>
  );
}
