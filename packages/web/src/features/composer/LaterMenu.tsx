import { CalendarClock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { shortFutureText } from '../../format/dates-ahead.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { laterTimes } from './later-times.ts';

const LaterDialog = lazy(() => import('./LaterDialog.tsx'));

/** Sends what is written at another time. */
export function LaterMenu({ onChoose }: { onChoose(sendAt: Date): void }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Menu
        side="top"
        trigger={
          <IconButton label={t.composer.later}>
            <CalendarClock />
          </IconButton>
        }
      >
        {laterTimes(new Date()).map(([name, at]) => (
          <MenuItem key={name} note={shortFutureText(at.toISOString())} onSelect={() => onChoose(at)}>
            {t.composer[name]}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setAsking(true)}>{t.composer.otherTime}</MenuItem>
      </Menu>
      {isAsking && (
        <Suspense fallback={null}>
          <LaterDialog onChoose={onChoose} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
