import type { AccessToken } from '@partyline/protocol';
import { KeyRound, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useData } from '../../../app/context.ts';
import { focusContent } from '../../../app/focus-content.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { tell } from '../../../ui/toasts.ts';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';
import { SecretDialog } from '../parts/SecretDialog.tsx';
import { CardList, Section } from '../parts/Section.tsx';
import { useLast } from '../parts/use-last.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { WhenLoaded } from '../parts/WhenLoaded.tsx';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import { TokenCard } from './TokenCard.tsx';

/** Who else may use the chats, and how to end it. */
export function TokensSection() {
  const { api } = useData();
  const tokens = useLoaded(useCallback(async () => (await api.tokens.list()).items, [api]));
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [revoking, setRevoking] = useState<AccessToken>();
  const about = useLast(revoking);
  const revoke = async () => {
    if (revoking === undefined) return;
    await api.tokens.revoke(revoking.id);
    tokens.change((all) => all.filter(({ id }) => id !== revoking.id));
    tell(t.settings.apps.revoked(revoking.name));
    focusContent();
  };
  const make = (
    <Button look="primary" onClick={() => setMaking(true)}>
      <Plus size={16} aria-hidden="true" />
      {t.settings.apps.make}
    </Button>
  );
  return (
    <Section text={t.settings.apps.text} actions={make}>
      <WhenLoaded loading={tokens}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<KeyRound />} title={t.settings.apps.none} text={t.settings.apps.noneText} />
          ) : (
            <CardList label={t.settings.apps.list}>
              {all.toReversed().map((token) => (
                <li key={token.id}>
                  <TokenCard token={token} onRevoke={() => setRevoking(token)} />
                </li>
              ))}
            </CardList>
          )
        }
      </WhenLoaded>
      <NewTokenDialog
        isOpen={isMaking}
        onClose={() => setMaking(false)}
        onMade={({ token, ...made }) => {
          setMaking(false);
          setSecret(token);
          tokens.change((all) => [...all, made]);
        }}
      />
      <SecretDialog
        secret={secret}
        title={t.settings.apps.secretTitle}
        text={t.settings.apps.secretText}
        label={t.settings.apps.secret}
        onClose={() => setSecret(undefined)}
      />
      <ConfirmDialog
        isOpen={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t.settings.apps.revokeTitle(about?.name ?? '')}
        description={about?.clientID === undefined ? t.settings.apps.revokeToken : t.settings.apps.revokeApp}
        confirm={t.settings.apps.revoke}
        onConfirm={revoke}
      />
    </Section>
  );
}
