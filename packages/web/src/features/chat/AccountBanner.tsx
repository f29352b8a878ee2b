import { useAccounts, useChat } from '../../app/context.ts';
import { t } from '../../texts/texts.ts';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** Says why nothing comes and goes in this chat now, and where to do something about it. */
export function AccountBanner({ chatID }: { readonly chatID: string }) {
  const chat = useChat(chatID);
  const accounts = useAccounts();
  const account = accounts?.find(({ accountID }) => accountID === chat?.accountID);
  if (chat === undefined || accounts === undefined) return null;
  if (account === undefined) return <Notice look="bad">{t.chat.account.gone}</Notice>;
  const { status, statusText, accountID, network = chat.network } = account;
  if (status === 'connected' || status === 'backfilling' || status === 'connecting') return null;
  const words = statusText ?? t.accountStatus[status];
  return (
    <Notice
      look="warn"
      action={
        <LinkButton look="quiet" to={{ view: 'accounts', accountID }}>
          {t.chat.account.to}
        </LinkButton>
      }
    >
      {network}: {words.replace(/[.!]?$/, '.')} {t.chat.account.waiting}
    </Notice>
  );
}
