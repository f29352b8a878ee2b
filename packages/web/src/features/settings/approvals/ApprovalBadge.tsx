import { useEffect } from 'react';
import { useData } from '../../../app/context.ts';
import { useNavigate, useRoute } from '../../../routing/use-route.ts';
import { t } from '../../../texts/texts.ts';
import { classNames } from '../../../ui/class-names.ts';
import { tell } from '../../../ui/toasts.ts';
import styles from './ApprovalBadge.module.css';
import { usePendingApprovals } from './use-pending-approvals.ts';

const longestExcerpt = 120;

/** How many messages wait for the owner, beside a link; and a toast for each that comes. */
export function ApprovalBadge() {
  const { approvals } = useData();
  const navigate = useNavigate();
  const route = useRoute();
  // Where they are shown, they tell of themselves.
  const isThere = route.view === 'settings' && route.section === 'approvals';
  useEffect(
    () =>
      approvals.onChange(({ state, tokenName, chatTitle, text, fileName }) => {
        if (state !== 'pending' || isThere) return;
        tell(t.settings.approvals.news(tokenName, chatTitle), {
          description: excerpt(text ?? fileName ?? ''),
          action: {
            text: t.settings.approvals.look,
            run: () => navigate({ view: 'settings', section: 'approvals' }),
          },
        });
      }),
    [approvals, navigate, isThere],
  );
  return <ApprovalCount className={styles['corner']} />;
}

export function ApprovalCount({ className }: { readonly className?: string | undefined }) {
  const count = usePendingApprovals()?.length ?? 0;
  if (count === 0) return null;
  return (
    <span className={classNames(styles['count'], className)}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="visually-hidden">{t.settings.approvals.count(count)}</span>
    </span>
  );
}

const excerpt = (text: string): string =>
  text.length > longestExcerpt ? `${[...text].slice(0, longestExcerpt).join('')}…` : text;
